import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContentStore } from './content.ts';
import { Documents } from './documents.ts';
import { Drive } from './drive.ts';
import { Exchange, type Answer, type Call } from './exchange.ts';
import type { FaultList } from './faults.ts';
import type { HandedOut } from './handed-out.ts';
import type { RequestLog } from './log.ts';
import type { Sessions } from './sessions.ts';
import { HOSTS, Setup } from './setup.ts';
import { SignIn } from './sign-in.ts';
import type { DriveStore } from './store.ts';
import { Transfers } from './transfers.ts';
import type { AppleAccount, AppleFault, RequestKind } from './types.ts';

/** Where Apple's hosts are, each one label below. */
export const DOMAINS = ['apple.com', 'icloud.com', 'icloud-content.com'];

export function isAppleHost(host: string): boolean {
  return DOMAINS.some((domain) => host.endsWith(`.${domain}`) && !host.slice(0, -domain.length - 1).includes('.'));
}

function kindOf(host: string, path: string): RequestKind {
  if (host === HOSTS.signIn) return /\/(?:authorize|federate|signin|repair)\b/u.test(path) ? 'signin' : '2fa';
  if (host === HOSTS.upload) return 'upload';
  if (host === HOSTS.download) return 'download';
  return host === HOSTS.drive || host === HOSTS.docs ? 'drive' : 'setup';
}

interface Parts {
  account: AppleAccount;
  clock: () => Date;
  contents: ContentStore;
  store: DriveStore;
  sessions: Sessions;
  faults: FaultList;
  log: RequestLog;
  handedOut: HandedOut;
  stop: AbortSignal;
}

/** All of Apple's hosts: logs each request, lets faults strike, checks the session, hands over. */
export class AppleService {
  readonly transfers: Transfers;
  readonly drive: Drive;
  readonly #parts: Parts;
  readonly #signIn: SignIn;
  readonly #setup: Setup;
  readonly #documents: Documents;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.transfers = new Transfers(parts.contents, parts.handedOut, parts.stop);
    this.#signIn = new SignIn(parts.account, parts.sessions);
    this.#setup = new Setup(parts.account, parts.sessions);
    this.drive = new Drive(parts.store);
    this.#documents = new Documents(parts.account, parts.store, this.transfers);
  }

  /** Never rejects: a request whose client went away, or that was pending at the end, has nobody to tell. */
  async serve(req: IncomingMessage, res: ServerResponse, host: string, rawSocket: Socket): Promise<void> {
    const { clock, log, handedOut } = this.#parts;
    const url = new URL(req.url ?? '/', `https://${host}`);
    const method = req.method ?? 'GET';
    const entry = log.begin({ at: clock(), method, host, path: url.pathname, kind: kindOf(host, url.pathname) });
    res.sendDate = false;
    res.setHeader('Date', clock().toUTCString());
    const exchange = new Exchange({ req, res, entry, url, log, handedOut, rawSocket });
    try {
      await this.#dispatch(exchange);
    } catch (error) {
      if (rawSocket.destroyed || this.#parts.stop.aborted) return;
      if (res.headersSent) exchange.reset();
      else exchange.answer({ status: 500, body: `<html>simulator: ${String(error)}</html>` });
    }
  }

  async #dispatch(exchange: Exchange): Promise<void> {
    const { method, host, kind } = exchange.entry;
    const fault = this.#parts.faults.take({ method, host, url: exchange.url.pathname + exchange.url.search, kind });
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { signal: this.#parts.stop });
    await fault?.until;
    if (fault && fault.afterBytes === undefined && (await this.#strikeAtOnce(exchange, fault))) return;
    if (kind === 'upload') await this.transfers.receive(exchange, fault);
    else if (kind === 'download') await this.transfers.send(exchange, fault);
    else exchange.answer(await this.#answerCall(exchange.entry.host, await exchange.readCall()));
  }

  /** @returns whether that was all. */
  async #strikeAtOnce(exchange: Exchange, fault: AppleFault): Promise<boolean> {
    if (fault.reset === true) {
      exchange.reset();
      return true;
    }
    if (fault.status !== undefined) {
      await exchange.drain();
      exchange.answer({ status: fault.status, headers: fault.headers ?? {}, body: fault.body });
      return true;
    }
    return fault.stall === true;
  }

  async #answerCall(host: string, call: Call): Promise<Answer> {
    if (host === HOSTS.signIn) return this.#signIn.handle(call);
    if (host === HOSTS.setup) return this.#setup.handle(call);
    if (host === HOSTS.drive) return this.#refusal(call) ?? this.drive.handle(call);
    if (host === HOSTS.docs) return this.#refusal(call) ?? this.#documents.handle(call);
    return { status: 404, body: '<html>404 Not Found</html>' };
  }

  /** Texts: rclone #9658 (401), #8824 (421), #9408 (423). That switched-off web access is a 421: icloudpd #1255. */
  #refusal(call: Call): Answer | undefined {
    const { sessions, account } = this.#parts;
    const state = sessions.webState(call.cookies);
    const refuse = (status: number, errorReason: string): Answer => ({
      status,
      body: { requestUUID: crypto.randomUUID(), errorReason, errorCode: status },
    });
    if (state === 'missing') return refuse(401, 'Missing X-APPLE-WEBAUTH-TOKEN cookie');
    if (state === 'dead' || !account.webAccess) return refuse(421, 'Invalid global session');
    if (account.adp && !sessions.hasPcs(call.cookies)) return refuse(423, 'Missing PCS cookies from the request');
    return undefined;
  }
}
