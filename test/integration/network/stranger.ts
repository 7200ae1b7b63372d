import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import multicastDns from 'multicast-dns';
import { WebSocketServer } from 'ws';
import { createTlsIdentity } from '../../simulators/home-assistant/tls.ts';

/**
 * What somebody in the network pretends to be: a Home Assistant, one with encryption and a certificate of its own, one that
 * announces itself under the name and id of the user's, or the page of a network that wants a sign-in first.
 */
export type Welcome = 'home' | 'https' | 'twin' | 'page' | 'redirect';

/** Answers every request, and prints the address at which a token came in. */
const token = process.argv[2] ?? '';
const welcome = process.argv[3] as Welcome;

const note = (at: string | undefined, text: string): void => {
  if (text.includes(token)) process.stdout.write(`token at ${at ?? '?'}\n`);
};

const answer: RequestListener = (request, response) => {
  note(request.socket.localAddress, JSON.stringify([request.url, request.headers]));
  if (welcome === 'redirect') response.writeHead(302, { Location: 'http://203.0.113.9:8123/sign-in' }).end();
  else if (welcome === 'page')
    response.setHeader('Content-Type', 'text/html').end('<html>Welcome! Please sign in.</html>');
  else {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ name: 'Home Assistant', providers: [{ type: 'homeassistant' }] }));
  }
};

const makeServer = async (): Promise<ReturnType<typeof createServer>> => {
  if (welcome !== 'https') return createServer(answer);
  const identity = await createTlsIdentity();
  await identity.remove();
  const { key, cert } = identity;
  return createTlsServer({ key, cert }, answer);
};

/** Two answers to each question: what the real home says, and the same from another address. */
const announce = (): void => {
  const type = '_home-assistant._tcp.local';
  const service = `Home.${type}`;
  const multicast = multicastDns();
  multicast.on('query', () => {
    for (const address of ['192.168.77.1', '192.168.77.5'])
      multicast.respond({
        answers: [{ type: 'PTR', name: type, ttl: 4500, data: service }],
        additionals: [
          { type: 'SRV', name: service, ttl: 120, flush: true, data: { target: 'homeassistant.local', port: 8123 } },
          { type: 'TXT', name: service, ttl: 4500, data: ['location_name=Villa', 'uuid=of-mine'] },
          { type: 'A', name: 'homeassistant.local', ttl: 120, flush: true, data: address },
        ],
      });
  });
};

const server = await makeServer();
if (welcome !== 'page' && welcome !== 'redirect') {
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (ws, { socket }) => {
    ws.on('message', (data) => {
      note(socket.localAddress, Buffer.from(data as Buffer).toString());
      ws.send(JSON.stringify({ type: 'auth_invalid', message: 'no' }));
    });
    ws.send(JSON.stringify({ type: 'auth_required', ha_version: '2026.11.0' }));
  });
}
if (welcome === 'twin') announce();
server.listen(8123, '::', () => process.stdout.write('ready\n'));
// Asked whether there is anything more (places.ts).
process.on('SIGUSR2', () => process.stdout.write('that is all\n'));
