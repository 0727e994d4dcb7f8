/** A number for a path. */

'use strict'

function clampTo(value, limit) {
  return value < 0 ? 0 : value > limit ? limit : value
}

function checksum(path) {
  let sum = 0
  for (let at = 0; at < path.length; at++) sum = clampTo((sum * 3 + path.charCodeAt(at)) % 9973, 9000)
  return sum
}

module.exports = { checksum }
