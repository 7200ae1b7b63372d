import { createHash } from 'node:crypto';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import sodium from 'libsodium-wrappers-sumo';
import { toBuffer } from './byte-source.ts';
import { Home } from './home.ts';
import { HomeServer } from './server.ts';
import type { Copy } from './store.ts';
import { createTlsIdentity } from './tls.ts';
import type { ArchiveFacts, HomeAssistantSimulator, RestartOptions, RunState, SimulatorOptions } from './types.ts';

export { simulatorKey } from './home.ts';
export { passwords } from './sign-in.ts';
export type * from './types.ts';

const HEARTBEAT_MS = 55_000;
const AUTH_TIMEOUT_MS = 10_000;
const PHASE_MS = 20;
const restartDefaults = {
  downMs: PHASE_MS,
  startingMs: PHASE_MS,
  blockedMs: PHASE_MS,
  until: 'running',
  killed: false,
};

/** Starts a Home Assistant on 127.0.0.1 that speaks like the recorded ones. */
export async function startHomeAssistantSimulator(options: SimulatorOptions = {}): Promise<HomeAssistantSimulator> {
  // Archives are encrypted when they are read, and readers do not wait.
  await sodium.ready;
  const home = new Home(options);
  const tls = options.tls ? await createTlsIdentity() : undefined;
  const server = new HomeServer(home, {
    port: options.port ?? 0,
    tls,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    authTimeoutMs: options.authTimeoutMs ?? AUTH_TIMEOUT_MS,
  });
  home.restartAfterRestore = () => restartAfterRestore(home, server);
  await server.listen();
  const token = mint(home, 'admin');
  const userToken = mint(home, 'user');
  const copyOf = (id: string, agentId?: string): Copy => findCopy(home, id, agentId);
  return {
    url: server.url,
    version: home.traits.name,
    install: home.install,
    get instanceId() {
      return home.instanceId;
    },
    become: (instanceId) => home.become(instanceId),
    token,
    userToken,
    caFile: tls?.caFile,
    fingerprint: tls?.fingerprint,
    addBackup: (spec = {}) => Promise.resolve(home.store.add(spec).id),
    removeBackup: (id) => void home.store.remove(id),
    hideBackups: (ids) => home.store.hide(ids),
    backups: () => home.store.summaries(),
    archive: (id, agentId) => factsOf(copyOf(id, agentId)),
    archiveBytes: (id, agentId) => toBuffer(copyOf(id, agentId).source),
    setState: (state) => setState(home, server, state),
    restart: (how = {}) => restart(home, server, how),
    fault: (fault) => home.faults.add(fault),
    clearFaults: () => home.faults.clear(),
    revokeToken: (jwt) => {
      const found = home.auth.find(jwt);
      if (!found) return;
      home.auth.remove(found.id);
      server.closeSessionsOf(found.id);
    },
    tokenNames: () => home.auth.all().map(({ clientName }) => clientName),
    throttle: (limit) => home.throttle.set(limit?.bps),
    restores: () => [...home.restores],
    log: () => home.log.entries(),
    clearLog: () => home.log.clear(),
    badTokenCount: () => home.auth.refused,
    rangeRequests: () => [...home.log.ranges],
    openSockets: () => server.openSockets,
    loseJobs: () => {
      home.manager.loseRun();
      home.supervisor?.forgetJobs();
    },
    holdBackups: () => hold(home),
    setClockSkew: (ms) => {
      home.clock.skewMs = ms;
    },
    events: () => [...home.bus.history],
    states: () => Object.fromEntries([...home.registry.states].map(([id, { state }]) => [id, state])),
    includeAutomations: (isIncluded) => {
      home.automations.isIncluded = isIncluded;
    },
    automation: (id) => home.automations.get(id),
    notices: () => [...home.services.notices.values()],
    calls: () => [...home.services.calls],
    stop: async () => {
      home.stopped.abort();
      await server.close(false);
      await tls?.remove();
    },
  };
}

function hold(home: Home): () => void {
  let release = (): void => undefined;
  home.hold = new Promise((resolve) => {
    release = resolve;
  });
  return () => {
    home.hold = undefined;
    release();
  };
}

function mint(home: Home, kind: 'admin' | 'user'): string {
  const user = kind === 'admin' ? home.auth.owner : home.auth.plain;
  const made = home.auth.create(user, `simulator ${kind}`, home.clock.now());
  if (!made) throw new Error('Two tokens of one name');
  return made.jwt;
}

function findCopy(home: Home, id: string, agentId: string | undefined): Copy {
  const copies = home.store.get(id)?.copies;
  const copy = agentId === undefined ? copies?.values().next().value : copies?.get(agentId);
  if (!copy) throw new Error(`No backup ${id} on ${agentId ?? 'any agent'}`);
  return copy;
}

/** One pass with pauses, so that a server that streams meanwhile is not held up. */
async function factsOf(copy: Copy): Promise<ArchiveFacts> {
  const hash = createHash('sha256');
  let count = 0;
  for (const chunk of copy.source.read(0, copy.source.size)) {
    hash.update(chunk);
    count += 1;
    if (count % 64 === 0) await turn();
  }
  return { size: copy.source.size, sha256: hash.digest('hex') };
}

/** Home Assistant goes through these in order; `stopping` closes the sockets and the port. */
function setState(home: Home, server: HomeServer, state: RunState): void {
  const before = home.state;
  home.state = state;
  if (state === 'running') home.manager.becomeIdle();
  else if (before === 'running') home.manager.reset(home.blocked ? 'blocked' : 'idle');
  if (state === 'stopping') void server.close(false);
}

async function restart(home: Home, server: HomeServer, options: RestartOptions): Promise<void> {
  const how = { ...restartDefaults, ...options };
  const { making } = home.manager;
  home.state = 'stopping';
  await server.close(how.killed);
  if (how.killed && making && home.install === 'core') {
    const kind = making.automatic ? 'automatic' : 'manual';
    home.store.add({ kind, torso: true, protected: home.config.isProtected('backup.local') });
  }
  home.registry.restart();
  home.apps.restart();
  await sleep(how.downMs);
  home.state = 'starting';
  home.manager.reset(home.blocked ? 'blocked' : 'idle');
  await server.listen();
  if (how.until === 'starting') return;
  await sleep(how.startingMs);
  home.state = 'blocked';
  if (how.until === 'blocked') return;
  await sleep(how.blockedMs);
  setState(home, server, 'running');
}

/** It comes back with what the backup held, and tells how it went, where its version tells. */
async function restartAfterRestore(home: Home, server: HomeServer): Promise<void> {
  const fault = home.faults.take(['restore-never-back', 'restore-fails', 'restore-other-users']);
  // What was said before has to be on its way.
  await turn();
  if (fault?.kind === 'restore-never-back') {
    home.state = 'stopping';
    await server.close(false);
    return;
  }
  if (fault?.kind === 'restore-other-users') home.auth.forgetAll();
  const failed = fault?.kind === 'restore-fails';
  await restart(home, server, { until: 'blocked' });
  await sleep(PHASE_MS);
  home.manager.rememberRestore(failed ? 'failed' : 'completed', failed ? (fault.reason ?? 'unknown_error') : null);
  setState(home, server, 'running');
}
