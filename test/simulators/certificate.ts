import { generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { promisify } from 'node:util';

const dayMs = 86_400_000;
const makeKeys = promisify(generateKeyPair);

export interface Certificate {
  /** PEM (PKCS #8). */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** Who signs what it vouches for. */
  readonly signer: Signer;
}

export interface Signer {
  readonly name: string;
  readonly key: KeyObject;
}

export interface CertificateWishes {
  /** The common name. */
  readonly name: string;
  /** DNS names and IPv4 addresses that it is good for. */
  readonly hosts?: readonly string[];
  /** Whether it may sign others. */
  readonly authority?: boolean;
  /** Default: it vouches for itself. */
  readonly signer?: Signer;
}

/**
 * A certificate and its key, good from yesterday for a month (RFC 5280, 4.1). On an elliptic curve, because a pair of RSA
 * keys takes a third of a second and almost every test has certificates of its own.
 */
export const makeCertificate = async (wishes: CertificateWishes): Promise<Certificate> => {
  const { privateKey, publicKey } = await makeKeys('ec', { namedCurve: 'P-256' });
  const { name, signer = { name, key: privateKey } } = wishes;
  const content = sequence(
    der(0xa0, der(tags.integer, Buffer.of(2))),
    der(tags.integer, Buffer.of(1), randomBytes(8)),
    ecdsaWithSha256,
    nameOf(signer.name),
    sequence(timeOf(Date.now() - dayMs), timeOf(Date.now() + 30 * dayMs)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensionsOf(wishes))),
  );
  const signature = sign('sha256', content, signer.key);
  const certificate = sequence(content, ecdsaWithSha256, der(tags.bits, Buffer.of(0), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pemOf(certificate),
    signer: { name, key: privateKey },
  };
};

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
};

/** Tag, length, content (X.690, 8.1); up to 65,535 bytes. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(tags.sequence, ...parts);
const oid = (hex: string): Buffer => der(tags.oid, Buffer.from(hex, 'hex'));

/** 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
/** 2.5.4.3 */
const nameOf = (name: string): Buffer =>
  sequence(der(tags.set, sequence(oid('550403'), der(tags.utf8, Buffer.from(name)))));
/** `20261101120000Z` */
const timeOf = (ms: number): Buffer =>
  der(tags.time, Buffer.from(new Date(ms).toISOString().replace(/[-:T]|\.\d+/gu, '')));

const critical = der(tags.boolean, Buffer.of(0xff));
const extension = (id: string, value: Buffer, ...flags: readonly Buffer[]): Buffer =>
  sequence(oid(id), ...flags, der(tags.octets, value));

/** Basic constraints; and, where there are hosts, for what and for whom it is: 2.5.29.19, .37 (1.3.6.1.5.5.7.3.1) and .17. */
const extensionsOf = ({ authority = false, hosts = [] }: CertificateWishes): readonly Buffer[] => [
  extension('551d13', sequence(...(authority ? [critical] : [])), critical),
  ...(hosts.length === 0
    ? []
    : [extension('551d25', sequence(oid('2b06010505070301'))), extension('551d11', sequence(...hosts.map(hostOf)))]),
];
/** RFC 5280, 4.2.1.6. */
const hostOf = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));

const pemOf = (certificate: Buffer): string => {
  const lines = certificate.toString('base64').replace(/.{64}/gu, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};
