import { createSecureContext, type SecureContext } from 'node:tls';
import { makeCertificate } from '../certificate.ts';

/** What the simulator's hosts show and what the client has to trust; both live as long as the simulator. */
export interface Certificates {
  authorityPem: string;
  hosts: SecureContext;
}

/** One certificate for all hosts. */
export async function createCertificates(domains: string[]): Promise<Certificates> {
  const authority = await makeCertificate({ name: 'Apple simulator CA', authority: true });
  const hosts = await makeCertificate({
    name: 'Apple simulator',
    hosts: domains.map((domain) => `*.${domain}`),
    signer: authority.signer,
  });
  return { authorityPem: authority.cert, hosts: createSecureContext(hosts) };
}
