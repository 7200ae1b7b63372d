import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { spokenFor } from '../../src/messages/locale.ts';
import { speak } from '../../src/messages/messages.ts';

/** `npm run gallery`: every window in every state that the tests know, on one page. Until Ctrl+C. */
const port = Number(process.env['PORT'] ?? 0);
const windowsDir = fileURLToPath(new URL('./renderer/', import.meta.url));
const pageDir = fileURLToPath(new URL('../test/gallery/page/', import.meta.url));

// The states are made with words in them: a language comes first.
await speak(spokenFor(process.env, { languages: [] }));
const { answerGallery } = await import('./server.ts');

const server = createServer((request, response) => {
  void answerGallery({ windowsDir, pageDir }, request, response);
});
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  process.stdout.write(`The gallery: http://127.0.0.1:${actual}/   (Ctrl+C ends it)\n`);
});
