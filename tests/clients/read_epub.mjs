// An EPUB in, what the reader Foliate makes of it out, as JSON: metadata, contents, pages of text, pop-up notes.
//
//   node read_epub.mjs BOOK.epub [--shots PREFIX] [--size 390x844] [--pages 4] [--night]
//
// Runs foliate-js, Foliate's engine, in the Chromium that $CHROMIUM names (else the first on the path).
import { accessSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { delimiter, extname, join, normalize } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'

const { values: options, positionals: [book] } = parseArgs({
  allowPositionals: true,
  options: {
    shots: { type: 'string' },
    size: { type: 'string', default: '390x844' },
    pages: { type: 'string', default: '4' },
    night: { type: 'boolean', default: false },
  },
})
const [width, height] = options.size.split('x').map(Number)
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']
const onPath = name => process.env.PATH.split(delimiter).map(folder => join(folder, name)).find(file => {
  try { return accessSync(file) ?? true } catch { return false }
})
const browserFile = process.env.CHROMIUM ?? onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome')
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' }
const PAGE = `<!doctype html><meta charset="utf-8">
<style>html,body{margin:0}foliate-view{display:block;width:${width}px;height:${height}px}</style>
<script type="module" src="/open.mjs"></script>`

// Runs in the browser: opens the book and leaves its parts where the script below asks for them.
const OPEN = `
import '/foliate-js/view.js'
import { FootnoteHandler } from '/foliate-js/footnotes.js'
const view = document.createElement('foliate-view')
document.body.append(view)
await view.open(new File([await (await fetch('/book.epub')).blob()], 'book.epub', { type: 'application/epub+zip' }))
view.renderer.setStyles?.(${JSON.stringify(options.night ? 'html{background:#111;color:#ddd}' : '')})
await view.init({})
const book = view.book
const flat = entries => (entries ?? []).flatMap(entry => [entry, ...flat(entry.subitems)])
const words = node => {
  const copy = node.cloneNode(true)
  copy.querySelectorAll('rt, rp, .added, head').forEach(left => left.remove())
  return copy.textContent.replace(/\\s+/g, '')
}
window.reader = {
  view,
  summary: async () => ({
    title: book.metadata.title, language: book.metadata.language, author: book.metadata.author,
    contents: flat(book.toc).map(entry => entry.label),
    landmarks: (book.landmarks ?? []).map(mark => mark.type).flat(),
    cover: (await book.getCover?.())?.type ?? null,
    sections: book.sections.length,
  }),
  texts: async () => {
    const texts = []
    for (const section of book.sections) texts.push(words((await section.createDocument()).body))
    return texts
  },
  // Every line of the contents that leads nowhere (0 is the beginning of a file).
  lost: async () => {
    const lost = []
    for (const entry of flat(book.toc)) {
      const target = await book.resolveHref(entry.href)
      const page = target && await book.sections[target.index].createDocument()
      if ((page && target.anchor(page)) == null) lost.push(entry.label)
    }
    return lost
  },
  // Every call of a note, opened as the reader opens it.
  notes: async () => {
    const opened = []
    for (const [index, section] of book.sections.entries()) {
      const page = await section.createDocument()
      for (const a of page.querySelectorAll('a')) {
        if (a.getAttributeNS('http://www.idpf.org/2007/ops', 'type') !== 'noteref') continue
        const handler = new FootnoteHandler()
        const shown = new Promise(resolve => handler.addEventListener('render', event => {
          const { view: inner, type, hidden } = event.detail
          resolve({ type, hidden, text: words(inner.renderer.getContents()[0].doc.body) })
        }))
        handler.addEventListener('before-render', event => document.body.append(event.detail.view))
        const href = section.resolveHref(a.getAttribute('href'))
        const event = new CustomEvent('link', { cancelable: true, detail: { a, href } })
        await handler.handle(book, event)
        opened.push({ section: index, mark: words(a), ...await shown })
      }
    }
    return opened
  },
}
window.ready = true
`

const serve = async (request, response) => {
  const path = new URL(request.url, 'http://reader').pathname
  const send = (type, body) => response.setHeader('content-type', type).end(body)
  if (path === '/') return send('text/html', PAGE)
  if (path === '/open.mjs') return send('text/javascript', OPEN)
  try {
    const file = path === '/book.epub' ? book : join(import.meta.dirname, 'node_modules', normalize(path))
    send(TYPES[extname(file)] ?? 'application/octet-stream', await readFile(file))
  } catch {
    response.writeHead(404).end()
  }
}

const server = createServer(serve).listen(0, '127.0.0.1')
await new Promise(resolve => server.once('listening', resolve))
const browser = await chromium.launch({ executablePath: browserFile, args: FLAGS })
const complaints = []
try {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: options.shots ? 2 : 1 })
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  await page.waitForFunction('window.ready === true', null, { timeout: 30000 })
  for (let number = 0; options.shots && number < Number(options.pages); number += 1) {
    await page.waitForTimeout(500)
    await page.screenshot({ path: `${options.shots}-${number}.png` })
    await page.evaluate('reader.view.next()')
  }
  const report = await page.evaluate(async () => ({
    ...await reader.summary(), lost: await reader.lost(), texts: await reader.texts(), notes: await reader.notes(),
  }))
  console.log(JSON.stringify({ ...report, complaints }))
} finally {
  await browser.close()
  server.close()
}
