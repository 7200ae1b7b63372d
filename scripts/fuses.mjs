import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { SetupError } from './setup-error.mjs';

/**
 * The switches that are built into Electron's program. A release has every one of them decided on, and a fuse that is not
 * in this table ends the build: a younger Electron brings some, and somebody has to decide.
 *
 * @type {Readonly<Record<string, { on: boolean, why: string } | { asShipped: true, why: string }>>}
 */
export const fuses = {
  RunAsNode: {
    on: false,
    why: 'ELECTRON_RUN_AS_NODE would make a bare Node of it, with the keychain rights of the app',
  },
  EnableCookieEncryption: { on: true, why: 'whatever Chromium might keep is not in clear' },
  EnableNodeOptionsEnvironmentVariable: {
    on: false,
    why: 'NODE_OPTIONS loads code into the app, NODE_EXTRA_CA_CERTS adds authorities to trust',
  },
  EnableNodeCliInspectArguments: { on: false, why: '--inspect and SIGUSR1 open a debugger, which reads every secret' },
  EnableEmbeddedAsarIntegrityValidation: { on: true, why: 'the archive holds the code and the hash of rclone' },
  OnlyLoadAppFromAsar: { on: true, why: 'a folder beside the archive would be loaded without any check' },
  LoadBrowserProcessSpecificV8Snapshot: { on: false, why: 'there is no snapshot of ours' },
  GrantFileProtocolExtraPrivileges: { on: false, why: 'windows come over app://, nothing over file://' },
  WasmTrapHandlers: {
    asShipped: true,
    why: 'only the speed of WebAssembly, which nothing here uses; the @electron/fuses of electron-builder cannot set it',
  },
};

/** In the program a fuse is a character. */
const state = { on: '1'.charCodeAt(0), off: '0'.charCodeAt(0) };

/**
 * @param {boolean} inspector
 * @returns {readonly { name: string, on: boolean | undefined }[]} in the order of the wire; `on` undefined: as shipped
 */
const wishes = (inspector) =>
  Object.entries(fuses).map(([name, wish]) => ({
    name,
    on: 'on' in wish ? wish.on || (inspector && name === 'EnableNodeCliInspectArguments') : undefined,
  }));

/**
 * How many fuses a program has. Errors: SetupError where nobody has decided on one of them.
 *
 * @param {Record<string, unknown>} wire
 * @returns {number}
 */
const decided = ({ version, ...states }) => {
  const count = Object.keys(states).length;
  const most = Object.keys(fuses).length;
  if (count <= most) return count;
  throw new SetupError(
    `Fuse wire ${String(version)} has ${count} fuses; somebody has to decide on ${count - most} (scripts/fuses.mjs).`,
  );
};

/**
 * Sets them, before the package is signed: each of the table that this Electron has, and refuses a program that has more.
 *
 * @param {string} program
 * @param {{ inspector?: boolean }} options inspector: the package for the tests, which may be inspected
 */
export const setFuses = async (program, { inspector = false } = {}) => {
  const count = decided({ ...(await getCurrentFuseWire(program)) });
  const chosen = wishes(inspector).slice(0, count);
  const config = Object.fromEntries(
    chosen.flatMap(({ name, on }) =>
      on === undefined ? [] : [[FuseV1Options[/** @type {keyof typeof FuseV1Options} */ (name)], on]],
    ),
  );
  await flipFuses(program, {
    version: FuseVersion.V1,
    // Setting a fuse breaks the signature that Electron came with, and Apple Silicon starts nothing without one. Where there
    // is an identity, its signature replaces this one right afterwards.
    resetAdHocDarwinSignature: true,
    ...config,
    // The library counts only those that it can set itself: where there are others, `decided` has counted.
    .../** @type {{}} */ ({ strictlyRequireAllFuses: chosen.every(({ on }) => on !== undefined) }),
  });
};

/**
 * Reads the fuses back out of a program. Errors: SetupError unless each is as wanted, also where the program has more of
 * them than were decided on here (a younger Electron).
 *
 * @param {string} program
 * @param {{ inspector?: boolean }} options inspector: the package for the tests, which may be inspected
 * @returns {Promise<readonly string[]>} one line for each
 */
export const checkFuses = async (program, { inspector = false } = {}) => {
  const wire = await getCurrentFuseWire(program);
  const states = Object.values({ ...wire, version: undefined }).filter((one) => one !== undefined);
  return wishes(inspector)
    .slice(0, decided({ ...wire }))
    .map(({ name, on }, index) => {
      if (on === undefined) return `${name} as shipped`;
      const wish = on ? 'on' : 'off';
      const found = Number(states[index]);
      if (found !== state[wish]) throw new SetupError(`Fuse ${name} must be ${wish}; its character is ${found}.`);
      return `${name} ${wish}`;
    });
};
