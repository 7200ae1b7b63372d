/** One address of a host, and the way that leads to it. */
export interface Reach {
  readonly address: string;
  /**
   * An opaque name of the network on that way: the hardware address of its router, or of the host itself where there is no
   * router; `loopback` for this computer; undefined where nobody could recognize it again (tunnels, the internet).
   */
  readonly network: string | undefined;
  /** Inside a home: a private address, or one directly on the link. */
  readonly near: boolean;
  /** This computer's own addresses on that way; empty: not known. A connection from another one took another way. */
  readonly from: readonly string[];
}

/** What tells one network from another, so that a token in plain http is never sent to a stranger's machine. */
export interface NetworkIdentity {
  /**
   * An opaque name of the network through which `host` is reached: the router's hardware address where the system tells
   * it, else the local subnet; `loopback` for this computer itself; undefined when there is no network. Good enough to see
   * that there is a network, not to release a secret.
   */
  current(host: string): Promise<string | undefined>;
  /** Every address of a host, looked up once, each with its way; empty when the host cannot be found. */
  reach(host: string): Promise<readonly Reach[]>;
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
