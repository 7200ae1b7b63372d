import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface Relay {
  readonly url: string;
  /** TCP connections that the client keeps open. */
  readonly open: () => number;
  stop(): Promise<void>;
}

/** Stands between client and server and counts what is really open, whatever is spoken. */
export const startRelay = async (target: string): Promise<Relay> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const home = connect(Number(port), hostname);
    sockets.add(client);
    client.on('close', () => {
      sockets.delete(client);
      home.destroy();
    });
    home.on('close', () => client.destroy());
    for (const socket of [client, home]) socket.on('error', () => socket.destroy());
    client.pipe(home).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => sockets.size,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
