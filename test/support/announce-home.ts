import multicastDns from 'multicast-dns';

export interface AnnouncedHome {
  /** Of the service. */
  readonly name: string;
  readonly host: string;
  readonly address: string;
  readonly port?: number;
  readonly txt: Readonly<Record<string, string>>;
}

/** Answers like Home Assistant does: everything in one packet, to everybody. Gives back what ends it. */
export const announceHome = async ({
  name,
  host,
  address,
  port = 8123,
  txt,
}: AnnouncedHome): Promise<() => Promise<void>> => {
  const multicast = multicastDns();
  const type = '_home-assistant._tcp.local';
  const service = `${name}.${type}`;
  multicast.on('query', ({ questions }: { questions: readonly { name: string }[] }) => {
    if (!questions.some((question) => question.name === type)) return;
    multicast.respond({
      answers: [{ type: 'PTR', name: type, ttl: 4500, data: service }],
      additionals: [
        { type: 'SRV', name: service, ttl: 120, flush: true, data: { target: host, port } },
        { type: 'TXT', name: service, ttl: 4500, data: Object.entries(txt).map(([key, value]) => `${key}=${value}`) },
        { type: 'A', name: host, ttl: 120, flush: true, data: address },
      ],
    });
  });
  await new Promise((resolve) => multicast.once('ready', resolve));
  return () => new Promise((resolve) => multicast.destroy(() => resolve()));
};
