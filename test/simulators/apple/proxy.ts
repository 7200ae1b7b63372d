import { createServer, type IncomingMessage } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket, type SecureContext } from 'node:tls';
import { isAppleHost, type AppleService } from './service.ts';

/** A listening proxy that never dials out. */
export interface AppleProxy {
  port: number;
  foreign: string[];
  close(): Promise<void>;
}

/**
 * Answers CONNECT by being the TLS server itself, whatever Apple host was asked for.
 * Everything that is not Apple's is refused and remembered.
 */
export async function startProxy(
  port: number,
  secureContext: SecureContext,
  service: AppleService,
): Promise<AppleProxy> {
  const foreign: string[] = [];
  const rawSockets = new Set<Socket>();
  const tunnels = new WeakMap<object, { host: string; raw: Socket }>();

  const inner = createServer((req, res) => {
    const tunnel = tunnels.get(req.socket);
    if (tunnel) void service.serve(req, res, tunnel.host, tunnel.raw);
    else res.destroy();
  });
  // Transfers of many GiB may take hours, and an idle connection must not be cut under rclone's next request.
  inner.requestTimeout = 0;
  inner.keepAliveTimeout = 0;

  const outer = createServer((req, res) => {
    foreign.push(req.url ?? '');
    res.writeHead(403).end();
  });
  outer.on('connection', (socket: Socket) => {
    rawSockets.add(socket);
    socket.once('close', () => rawSockets.delete(socket));
  });
  outer.on('connect', (req: IncomingMessage, raw: Duplex, head: Buffer) => {
    // It always is one here; the type says Duplex because a server may be given streams of its own.
    if (!(raw instanceof Socket)) return;
    // A reset by the client is normal here: rclone is killed in mid-transfer by tests.
    raw.on('error', () => raw.destroy());
    const host = (req.url ?? '').replace(/:443$/u, '');
    if (!isAppleHost(host)) {
      foreign.push(req.url ?? '');
      raw.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    raw.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) raw.unshift(head);
    const secure = new TLSSocket(raw, {
      isServer: true,
      secureContext,
      ALPNProtocols: ['http/1.1'],
    });
    secure.on('error', () => raw.destroy());
    tunnels.set(secure, { host, raw });
    inner.emit('connection', secure);
  });

  await new Promise<void>((resolve, reject) => {
    outer.once('error', reject);
    outer.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (outer.address() as AddressInfo).port,
    foreign,
    close: async () => {
      for (const socket of rawSockets) socket.destroy();
      await new Promise<void>((resolve) => outer.close(() => resolve()));
    },
  };
}
