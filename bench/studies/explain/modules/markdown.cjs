/** Turns a little Markdown into HTML. */

'use strict'

function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function closing(text, mark, from) {
  return text.indexOf(mark, from)
}

function emphasis(text) {
  let html = ''
  let from = 0
  for (let at = text.indexOf('*'); at >= 0; at = text.indexOf('*', from)) {
    const end = closing(text, '*', at + 1)
    if (end < 0) break
    html += `${text.slice(from, at)}<em>${text.slice(at + 1, end)}</em>`
    from = end + 1
  }
  return html + text.slice(from)
}

const link = /\[([^\]]*)\]\(([^)]*)\)/gu

function links(text) {
  return text.replace(link, '<a href="$2">$1</a>')
}

function heading(line) {
  let level = 0
  while (line.charCodeAt(level) === 35) level++
  return `<h${level}>${line.slice(level).trim()}</h${level}>`
}

function paragraph(line) {
  return `<p>${links(emphasis(escapeText(line)))}</p>`
}

function wordCount(text) {
  let count = 0
  let inside = false
  for (let at = 0; at < text.length; at++) {
    const isSpace = text.charCodeAt(at) <= 32
    if (!isSpace && !inside) count++
    inside = !isSpace
  }
  return count
}

const lines = Array.from({ length: 80 }, (_, index) =>
  index % 8 === 0
    ? `## Part ${index}`
    : `This is *line ${index}* with a [link](https://example.org/${index}) and *more* words & signs < that *need* care.`,
)

exports.work = function work() {
  let total = 0
  for (const line of lines) {
    const html = line.startsWith('#') ? heading(line) : paragraph(line)
    total += html.length + wordCount(html)
  }
  return total
}
