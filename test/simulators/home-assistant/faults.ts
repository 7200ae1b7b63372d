import type { Fault, FaultKind } from './types.ts';

interface ActiveFault {
  readonly fault: Fault;
  left: number;
}

/** What a use is about; a fault that names something else does not apply. */
export interface FaultTarget {
  backupId?: string;
  agentId?: string;
  command?: string;
}

const narrows = (wanted: string | undefined, actual: string | undefined): boolean =>
  wanted === undefined || wanted === actual;

/** The faults switched on, oldest first; each use counts against `times`. */
export class Faults {
  #active: ActiveFault[] = [];

  add(fault: Fault): void {
    this.#active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active = [];
  }

  take(kinds: readonly FaultKind[], target: FaultTarget = {}): Fault | undefined {
    const found = this.#active.find(
      ({ fault, left }) =>
        left > 0 &&
        kinds.includes(fault.kind) &&
        narrows(fault.backupId, target.backupId) &&
        (target.agentId === undefined || narrows(fault.agentId, target.agentId)) &&
        (target.command === undefined || commandMatches(fault, target.command)),
    );
    if (!found) return undefined;
    found.left -= 1;
    this.#active = this.#active.filter(({ left }) => left > 0);
    return found.fault;
  }
}

function commandMatches(fault: Fault, command: string): boolean {
  if (fault.command !== undefined) return fault.command === command;
  return command.startsWith('backup/') || command.startsWith('supervisor/');
}
