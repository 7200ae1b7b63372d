/** What tells one network from another, so that a token in plain http is never sent to a stranger's machine. */
export interface NetworkIdentity {
  /**
   * An opaque name of the network through which `host` is reached: the router's hardware address where the system tells
   * it, else the local subnet; `loopback` for this computer itself; undefined when there is no network.
   */
  current(host: string): Promise<string | undefined>;
}

/** A process, told apart from a later one with the same number. */
export interface ProcessTable {
  readonly self: ProcessMark;
  /** When the process with this number started, in the system's own words; undefined when there is none. */
  startOf(pid: number): Promise<string | undefined>;
}

export interface ProcessMark {
  readonly pid: number;
  readonly started: string;
}
