import { createSocket } from 'node:dgram';
import { SystemClock } from '../../../src/adapters/system-clock.ts';
import { SystemNetworkIdentity } from '../../../src/adapters/network-identity.ts';
import { findHomes } from '../../../src/core/commands/find-homes.ts';
import { toAppError } from '../../../src/core/errors/app-error.ts';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import type { Logger } from '../../../src/core/ports/logger.ts';

/** What this program is to do, as JSON in its first argument; it prints how it ended. */
export interface Visit {
  readonly url: string;
  readonly token: string;
  readonly networks: readonly string[];
  /** IPv4 addresses by the how-manieth question; the last ones again and again. */
  readonly answers: readonly (readonly string[])[];
  /** The certificate that the user accepted. */
  readonly fingerprint?: string;
  /** Whose id the home is known under. */
  readonly ownInstanceId?: string;
  /** Only looks around, and prints the addresses that are offered. */
  readonly looks?: boolean;
}

/** A name server that knows one host. */
const serveNames = async (answers: Visit['answers']): Promise<() => void> => {
  const server = createSocket('udp4');
  let asked = 0;
  server.on('message', (question, { address, port }) => {
    const nameEnd = question.indexOf(0, 12) + 5;
    const isFour = question.readUInt16BE(nameEnd - 4) === 1;
    const found = isFour ? (answers[Math.min(asked++, answers.length - 1)] ?? []) : [];
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(found.length, 6);
    head.writeUInt32BE(0, 8);
    const records = found.map((ip) =>
      Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...ip.split('.').map(Number)]),
    );
    server.send(Buffer.concat([head, question.subarray(12, nameEnd), ...records]), port, address);
  });
  await new Promise<void>((resolve) => server.bind(53, '127.0.0.1', resolve));
  return () => server.close();
};

const nothing = (): void => undefined;

const logger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const { signal } = new AbortController();

const look = async (known: string): Promise<string> => {
  const ports = { clock: new SystemClock(), logger };
  const settings = { current: { instances: [{ url: known }] } };
  const homes = await findHomes({ ports, settings } as unknown as Parameters<typeof findHomes>[0], signal);
  return homes.map(({ name, url }) => `${name} ${url}`).join(', ');
};

const visit = async ({ url, token, networks, answers, fingerprint, ownInstanceId }: Visit): Promise<string> => {
  const stop = await serveNames(answers);
  try {
    const source = await connect(
      {
        url,
        token: () => Promise.resolve(token),
        confirmedNetworks: networks,
        allowedOrigin: new URL(url).origin,
        network: new SystemNetworkIdentity(),
        clock: new SystemClock(),
        logger,
        // Far longer than a busy computer takes: who is there answers.
        timeouts: { probe: 30_000, handshake: 30_000, request: 30_000 },
        ...(fingerprint !== undefined && { tls: { fingerprint256: fingerprint } }),
        ...(ownInstanceId !== undefined && { ownInstanceId }),
      },
      signal,
    );
    await source.close();
    return 'connected';
  } catch (error) {
    return toAppError(error).code;
  } finally {
    stop();
  }
};

const what = JSON.parse(process.argv[2] ?? '') as Visit;
process.stdout.write(`${await (what.looks === true ? look(what.url) : visit(what))}\n`);
