// `node webview/dev/serve.mjs [port]`: the editor with made-up runs in any browser, built anew at each load of the
// page.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildHarness, folder } from './build.mjs';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.map': 'application/json',
};

/** Serves the harness; answers the server and its address. */
export async function serveHarness({ port = 0, rebuild = false, minify = false } = {}) {
  await buildHarness(minify);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = pathname === '/' ? '/index.html' : pathname;
    try {
      if (rebuild && file === '/index.html') await buildHarness(minify);
      const bytes = await readFile(folder + file.replaceAll('..', ''));
      response
        .writeHead(200, {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          'cache-control': 'no-store',
        })
        .end(bytes);
    } catch (error) {
      response.writeHead(error.code === 'ENOENT' ? 404 : 500).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${server.address().port}/` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serveHarness({ port: Number(process.argv[2] ?? 4173), rebuild: true });
  console.log(`${address}?theme=dark&share=0.6`);
}
