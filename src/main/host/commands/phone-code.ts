import type { HandlersOf, HostContext } from '../host-context.ts';

/** Which phones are chosen is among the settings (`settings.read`); who asks them is `askOnPhone` (build-host.ts). */
export const phoneCodeCommands = ({ app, signal }: HostContext): HandlersOf<'phone-code'> => ({
  'phone-code.services': () => app.phoneServices(signal),
  'phone-code.set': async ({ notify }) => {
    await app.setPhoneCode(notify, signal);
    return null;
  },
});
