/** A word without its ending. */

'use strict'

const ending = /(?:ing|ed|s)$/u

module.exports = function stem(word) {
  return word.length > 4 ? word.replace(ending, '') : word
}
