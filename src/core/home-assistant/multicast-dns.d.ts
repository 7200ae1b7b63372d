/** What is used of multicast-dns 7.2, which brings no types. */
declare module 'multicast-dns' {
  import type { EventEmitter } from 'node:events';

  interface MulticastDns extends EventEmitter {
    query(name: string, type: string): void;
    respond(packet: object): void;
    destroy(done?: () => void): void;
  }
  export default function multicastDns(): MulticastDns;
}
