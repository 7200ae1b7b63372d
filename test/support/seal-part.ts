import './derived-once.ts';
import sodium from 'libsodium-wrappers-sumo';
import { ofBuffer, toBuffer } from '../simulators/home-assistant/byte-source.ts';
import { sealed } from '../simulators/home-assistant/secure-tar.ts';

export type Sealing = 'plain' | 2 | 3;

/** A part as SecureTar writes it, with salts that are the same every time. */
export const sealPart = async (how: Sealing, password: string, plain: Buffer, name = 'part'): Promise<Buffer> => {
  if (how === 'plain') return plain;
  await sodium.ready;
  return toBuffer(sealed({ version: how, password, archive: 'archive', part: name }, ofBuffer(plain)));
};
