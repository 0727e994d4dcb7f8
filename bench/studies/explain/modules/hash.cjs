/** Where a key lies in the cache's table. */

'use strict'

const slots = 256

exports.slots = slots

exports.hash = function hash(key) {
  let code = 0x811c9dc5
  for (let at = 0; at < key.length; at++) code = Math.imul(code ^ key.charCodeAt(at), 0x01000193)
  return (code >>> 0) % slots
}
