/** What a phone shows while Apple's code is renewed there. */
export interface PhoneCodeWords {
  readonly title: string;
  readonly offer: (computer: string) => string;
  readonly late: string;
  readonly onDevices: string;
  readonly byText: string;
  readonly wrong: string;
  readonly wrongAgain: string;
  readonly whichPhone: string;
  readonly approve: (computer: string) => string;
  /** With the day of the next code, where it is known. */
  readonly done: (nextCode: string | null) => string;
  readonly gaveUp: (computer: string) => string;
  readonly renew: string;
  readonly askAgain: string;
  readonly enter: string;
  readonly send: string;
  readonly sixDigits: string;
  readonly textMe: string;
}
