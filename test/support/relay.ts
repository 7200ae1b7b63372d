import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface Relay {
  readonly url: string;
  /** TCP connections that the client keeps open. */
  readonly open: () => number;
  stop(): Promise<void>;
}

export interface RelayOptions {
  /** The server never learns that a client hung up: it ends each connection by itself. */
  readonly hidesHangUps: boolean;
}

/** Stands between client and server and counts what is really open, whatever is spoken. */
export const startRelay = async (
  target: string,
  { hidesHangUps }: RelayOptions = { hidesHangUps: false },
): Promise<Relay> => {
  const { hostname, port } = new URL(target);
  const clients = new Set<Socket>();
  const homes = new Set<Socket>();
  const server = createServer((client) => {
    const home = connect(Number(port), hostname);
    clients.add(client);
    homes.add(home);
    client.on('close', () => {
      clients.delete(client);
      // What nobody takes any more is still read, or the server's own end would never be seen.
      if (hidesHangUps) home.resume();
      else home.destroy();
    });
    home.on('close', () => {
      homes.delete(home);
      client.destroy();
    });
    for (const socket of [client, home]) socket.on('error', () => socket.destroy());
    client.pipe(home, { end: !hidesHangUps });
    home.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => clients.size,
    stop: () => {
      for (const socket of [...clients, ...homes]) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
