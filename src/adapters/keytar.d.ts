/**
 * What is used of keytar 7.9. Declared here since keytar is optional: npm leaves it out where its native part cannot be
 * built, and the types have to hold there too.
 */
declare module 'keytar' {
  interface Keytar {
    getPassword(service: string, account: string): Promise<string | null>;
    setPassword(service: string, account: string, password: string): Promise<void>;
    deletePassword(service: string, account: string): Promise<boolean>;
  }
  const keytar: Keytar;
  export default keytar;
}
