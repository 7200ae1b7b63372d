import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/**
 * What stands between a computer and Home Assistant, and how it behaves. The answers are those of the real ones: nginx
 * (`basic`, `no-upgrade`, `client-certificate`, `broken`), Authelia and Cloudflare Access (`single-sign-on`), pfSense's and hotels'
 * portals (`portal-*`), and Home Assistant itself behind a proxy that it was not told to trust (`not-trusted`).
 */
export type Manner =
  | 'open'
  | 'no-upgrade'
  | 'not-trusted'
  | 'basic'
  | 'single-sign-on'
  | 'portal-redirect'
  | 'portal-page'
  | 'client-certificate'
  | 'forbidden'
  | 'broken'
  | 'page-for-download';

export interface MiddleBox {
  readonly url: string;
  manner: Manner;
  /** Requests that came here while it did not let them pass. */
  readonly refused: readonly { readonly path: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

const page = '<!doctype html><html><head><title>Sign in</title></head><body>Welcome</body></html>';
type Reply = readonly [status: number, headers: Readonly<Record<string, string>>, body: string];
const html = { 'Content-Type': 'text/html; charset=utf-8', Server: 'nginx' };
const nginx = (status: number, words: string, headers: Readonly<Record<string, string>> = {}): Reply => [
  status,
  { ...html, ...headers },
  `<html>\r\n<head><title>${status} ${words}</title></head>\r\n<body>\r\n<center><h1>${status} ${words}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
];

const replyOf = (manner: Manner, path: string, elsewhere: string): Reply | undefined => {
  if (manner === 'not-trusted') return [400, { 'Content-Type': 'text/plain; charset=utf-8' }, '400: Bad Request'];
  if (manner === 'basic')
    return nginx(401, 'Authorization Required', { 'WWW-Authenticate': 'Basic realm="Restricted"' });
  if (manner === 'client-certificate') return nginx(400, 'No required SSL certificate was sent');
  if (manner === 'forbidden') return nginx(403, 'Forbidden');
  if (manner === 'broken') return nginx(502, 'Bad Gateway');
  if (manner === 'portal-page') return [200, html, page];
  if (manner === 'portal-redirect') return [302, { Location: `${elsewhere}/portal?from=home` }, ''];
  if (manner === 'single-sign-on') return [302, { Location: `${elsewhere}/?rd=${encodeURIComponent(path)}` }, ''];
  return manner === 'page-for-download' && path.includes('/download/') ? [200, html, page] : undefined;
};

/** In front of `home`, on loopback. `elsewhere`: base URL to which it sends people who are to sign in. */
export const startMiddleBox = async (home: string, elsewhere: string): Promise<MiddleBox> => {
  const { hostname, port } = new URL(home);
  const refused: { path: string; authorization: string | undefined }[] = [];
  const tunnels = new Set<Socket>();
  const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
    const path = incoming.url ?? '/';
    const reply = replyOf(box.manner, path, elsewhere);
    if (reply) {
      refused.push({ path, authorization: incoming.headers.authorization });
      const [status, headers, body] = reply;
      response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
      return;
    }
    const { method, headers } = incoming;
    const onward = request({ hostname, port, path, method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  };
  const server = createServer(answer);
  server.on('upgrade', (incoming, socket: Socket, head: Buffer) => {
    const reply = replyOf(box.manner, incoming.url ?? '/', elsewhere);
    if (box.manner === 'no-upgrade' || reply) {
      const [status, headers, body] = reply ?? noUpgrade;
      refused.push({ path: incoming.url ?? '/', authorization: incoming.headers.authorization });
      const lines = Object.entries({
        ...headers,
        'Content-Length': String(Buffer.byteLength(body)),
        Connection: 'close',
      });
      socket.end(`HTTP/1.1 ${status} X\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n${body}`);
      return;
    }
    const onward = connect(Number(port), hostname, () => {
      const lines = incoming.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
      onward.write(`GET ${incoming.url ?? '/'} HTTP/1.1\r\n${lines}\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      tunnels.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const box: MiddleBox = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    manner: 'open',
    refused,
    close: async () => {
      for (const tunnel of tunnels) tunnel.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return box;
};

/** aiohttp's answer to a request for a WebSocket whose `Upgrade` a proxy has dropped. */
const noUpgrade: Reply = [
  400,
  { 'Content-Type': 'text/plain; charset=utf-8' },
  'No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".',
];
