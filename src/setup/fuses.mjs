import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { SetupError } from './setup-error.mjs';

/** Those of a release, as electron-builder.yml asks for them: a package is compared with this, not with the file. */
const wanted = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** Younger than the @electron/fuses that electron-builder sets them with; speed of WebAssembly, which nobody here uses. */
const leftAsShipped = ['WasmTrapHandlers'];
/** In the program a fuse is a character. */
const state = { on: '1'.charCodeAt(0), off: '0'.charCodeAt(0) };

/**
 * Reads the fuses back out of a program. Errors: SetupError unless each is as wanted, also where the program has more of
 * them than were decided on here (a younger Electron).
 *
 * @param {string} program
 * @param {{ inspector?: boolean }} options inspector: the package for the tests, which may be inspected
 * @returns {Promise<readonly string[]>} one line for each
 */
export const checkFuses = async (program, { inspector = false } = {}) => {
  const { version, ...states } = await getCurrentFuseWire(program);
  const expected = Object.entries({ ...wanted, EnableNodeCliInspectArguments: inspector });
  const count = Object.keys(states).length;
  const most = expected.length + leftAsShipped.length;
  if (count > most)
    throw new SetupError(`Fuse wire ${version} has ${count} fuses; somebody has to decide on ${count - most}.`);
  return expected.map(([name, enabled]) => {
    const wish = enabled ? 'on' : 'off';
    const found = Number(states[FuseV1Options[/** @type {keyof typeof FuseV1Options} */ (name)]]);
    if (found !== state[wish]) throw new SetupError(`Fuse ${name} must be ${wish}; its character is ${found}.`);
    return `${name} ${wish}`;
  });
};
