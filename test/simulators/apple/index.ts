import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path/posix';
import { join as joinNative } from 'node:path';
import { makeAccount } from './account.ts';
import { createCertificates } from './ca.ts';
import { bytesOf, ContentStore, streamOf } from './content.ts';
import { FaultList } from './faults.ts';
import { HandedOut } from './handed-out.ts';
import { RequestLog } from './log.ts';
import { startProxy, type AppleProxy } from './proxy.ts';
import { AppleService, DOMAINS } from './service.ts';
import { Sessions } from './sessions.ts';
import { DriveStore, type DriveNode } from './store.ts';
import type { AppleAccount, AppleSimulator, AppleSimulatorOptions, DriveEntry } from './types.ts';

export type * from './types.ts';

type FileActions = Pick<
  AppleSimulator,
  | 'tree'
  | 'files'
  | 'readFile'
  | 'openFile'
  | 'putFile'
  | 'rotFile'
  | 'putFolder'
  | 'putAppLibrary'
  | 'removeFile'
  | 'removeFolder'
  | 'rename'
  | 'emptyTrash'
  | 'emptyDrive'
>;

function split(path: string): { folder: string; name: string } {
  const clean = join('/', path);
  return { folder: dirname(clean), name: clean.slice(clean.lastIndexOf('/') + 1) };
}

/** What the user does on another device. A path that is not there is a mistake in the test, so it throws. */
function fileActions(store: DriveStore, contents: ContentStore, clock: () => Date): FileActions {
  const get = (path: string): DriveNode => {
    const node = store.find(path);
    if (!node || node === store.root) throw new Error(`no such file or folder in the simulated drive: ${path}`);
    return node;
  };
  const trash = (path: string): void => store.trash(get(path));
  const tree = (): DriveEntry[] => store.entries();
  return {
    tree,
    files: (folder) => {
      const prefix = folder === undefined ? '' : `${folder}/`;
      return tree().filter((entry) => entry.type === 'file' && !entry.inTrash && entry.path.startsWith(prefix));
    },
    readFile: (path) => {
      const content = store.find(path)?.content;
      return content && bytesOf(content);
    },
    openFile: (path) => {
      const content = store.find(path)?.content;
      return content && streamOf(content);
    },
    putFile: (path, bytes, mtime = clock()) => {
      const { folder, name } = split(path);
      const parent = store.ensureFolder(folder);
      const content = contents.put(Buffer.from(bytes));
      const known = store.child(parent, name);
      if (known) store.replaceContent(known, content, mtime);
      else store.addFile(parent, name, content, mtime);
    },
    rotFile: (path, bytes) => {
      get(path).content = contents.put(Buffer.from(bytes));
    },
    putFolder: (path) => void store.ensureFolder(path),
    putAppLibrary: (name, zone) => void store.addLibrary(name, zone),
    removeFile: trash,
    removeFolder: trash,
    rename: (from, to) => {
      const node = get(from);
      const { folder, name } = split(to);
      const parent = store.ensureFolder(folder);
      if (parent !== node.parent) store.move(node, parent);
      store.rename(node, name);
    },
    emptyTrash: () => store.emptyTrash(),
    emptyDrive: () => store.clear(),
  };
}

interface Running {
  account: AppleAccount;
  contents: ContentStore;
  files: FileActions;
  store: DriveStore;
  sessions: Sessions;
  faults: FaultList;
  log: RequestLog;
  handedOut: HandedOut;
  service: AppleService;
  proxy: AppleProxy;
  caFile: string;
  stop: () => Promise<void>;
}

function assemble(parts: Running): AppleSimulator {
  const { account, contents, sessions, faults, log, handedOut, service, proxy, caFile } = parts;
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  return {
    ...parts.files,
    env: () => ({ HTTPS_PROXY: proxyUrl, RCLONE_CA_CERT: caFile }),
    proxyUrl,
    caFile,
    account,
    get keepContent() {
      return contents.keep;
    },
    set keepContent(keep) {
      contents.keep = keep;
    },
    get redirectDownloads() {
      return service.transfers.redirect;
    },
    set redirectDownloads(redirect) {
      service.transfers.redirect = redirect;
    },
    get ignoresRanges() {
      return service.transfers.ignoresRanges;
    },
    set ignoresRanges(ignores) {
      service.transfers.ignoresRanges = ignores;
    },
    log: () => log.copy(),
    clearLog: () => log.clear(),
    requests: (kind) => log.count(kind),
    signIns: () => log.countOf('POST', '/signin/init'),
    codePushes: () => log.countOf('PUT', '/verify/trusteddevice/securitycode'),
    smsSent: () => log.countOf('PUT', '/verify/phone'),
    foreignConnects: () => [...proxy.foreign],
    waitFor: (condition) => log.waitFor(condition),
    handedOut: () => handedOut.list(),
    signedIn: () => ({ ...sessions.tokens(), handedOut: handedOut.list() }),
    saveSessions: () => sessions.save(),
    expireSession: () => sessions.expireWeb(),
    expireTrust: () => sessions.expireTrust(),
    dropPcs: () => sessions.dropPcs(),
    approveAdp: (afterPolls = 0) => sessions.approve(afterPolls),
    lateListings: ({ newMs = 0, goneMs = 0 }) => {
      parts.store.lag = { newMs, goneMs };
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    troubleListings: (trouble) => service.drive.listings.set(trouble),
    throttle: ({ downBps, upBps, eachDownBps }) => {
      service.transfers.eachDownBps = eachDownBps;
      service.transfers.down.set(downBps);
      service.transfers.up.set(upBps);
    },
    stop: parts.stop,
  };
}

/** Starts a simulator on 127.0.0.1. Several may run in one process; each has its own account, CA and drive. */
export async function startAppleSimulator(options: AppleSimulatorOptions = {}): Promise<AppleSimulator> {
  const clock = options.clock ?? (() => new Date());
  const account = makeAccount(options.account ?? {});
  const contents = new ContentStore(options.keepContent ?? 'disk');
  const store = new DriveStore(contents, clock);
  const files = fileActions(store, contents, clock);
  for (const [path, bytes] of Object.entries(options.seed ?? {})) {
    if (bytes === null) files.putFolder(path);
    else files.putFile(path, bytes);
  }
  const sessions = new Sessions(options.signedIn);
  const faults = new FaultList();
  const log = new RequestLog();
  const handedOut = new HandedOut(options.signedIn);
  const stopping = new AbortController();
  const service = new AppleService({
    account,
    clock,
    contents,
    store,
    sessions,
    faults,
    log,
    handedOut,
    stop: stopping.signal,
  });
  const certificates = await createCertificates(DOMAINS);
  const proxy = await startProxy(options.port ?? 0, certificates.hosts, service);
  const ownFolder = options.caFile === undefined ? mkdtempSync(joinNative(tmpdir(), 'apple-simulator-ca-')) : undefined;
  const caFile = options.caFile ?? joinNative(ownFolder ?? '', 'ca.pem');
  writeFileSync(caFile, certificates.authorityPem);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await proxy.close();
    contents.close();
    if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
  };
  return assemble({ account, contents, files, store, sessions, faults, log, handedOut, service, proxy, caFile, stop });
}
