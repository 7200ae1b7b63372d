import type { AppleFault, RequestKind } from './types.ts';

interface Target {
  method: string;
  host: string;
  /** With query. */
  url: string;
  kind: RequestKind;
}

function matches(pattern: string | RegExp | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  return typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
}

function applies(fault: AppleFault, target: Target): boolean {
  if (fault.storeBytes !== undefined && target.kind !== 'upload') return false;
  if (fault.afterBytes !== undefined && target.kind !== 'upload' && target.kind !== 'download') return false;
  if (fault.method !== undefined && fault.method !== target.method) return false;
  return matches(fault.host, target.host) && matches(fault.path, target.url);
}

/** The faults that were ordered and are not used up. */
export class FaultList {
  #faults: { fault: AppleFault; skip: number; left: number }[] = [];

  add(fault: AppleFault): void {
    this.#faults.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  take(target: Target): AppleFault | undefined {
    const hit = this.#faults.find(({ fault, left }) => left > 0 && applies(fault, target));
    if (!hit) return undefined;
    if (hit.skip > 0) {
      hit.skip -= 1;
      return undefined;
    }
    hit.left -= 1;
    return hit.fault;
  }
}
