import './choices.css';
import { Fragment, type ComponentChildren, type JSX } from 'preact';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { ErrorCode } from '../../src/shared/error-codes.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { commonWords, formatDate } from '../../src/shared/words/windows/common.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { now } from '../base/now.ts';

const words = choicesWords.token;
const certificateWords = choicesWords.certificate;

/** Which certificates are trusted in a connection. */
export type Trust = Pick<CommandInput<'setup.connect'>, 'acceptFingerprint' | 'caFile'>;

interface ConnectProblemProps {
  readonly problem: WindowProblem;
  readonly pending: boolean;
  /** Connects again, trusting what is given. */
  readonly onTrust: (trust: Trust) => void;
  readonly onRetry: () => void;
  readonly onAddress: (address: string) => void;
  /** Absent where the field for it is in view anyway. */
  readonly onChangeAddress?: () => void;
}

/** For these the address is the thing to look at. */
const ofAddress: readonly ErrorCode[] = ['ha.unreachable', 'ha.not-home-assistant', 'ha.redirected', 'ha.away'];
/** For these another token is, and its field says so. */
export const ofToken: readonly ErrorCode[] = ['ha.token-invalid', 'ha.not-admin'];

/** These pass by themselves, though nobody tries again before everything is set up. */
const passing: readonly ErrorCode[] = ['ha.starting'];

/** Why the connection failed, and what can be done about it right here. */
export const ConnectProblem = (props: ConnectProblemProps): JSX.Element => {
  const { problem, pending, onRetry, onAddress, onChangeAddress } = props;
  if (problem.code === 'ha.tls-untrusted') return <Certificate {...props} />;
  const to = problem.code === 'ha.redirected' ? originOf(problem.facts['to']) : undefined;
  return (
    <ProblemCard
      {...(passing.includes(problem.code)
        ? { problem: { ...problem, next: words.soon }, tone: 'warn' as const }
        : { problem })}
      alert
      actions={
        <>
          {to !== undefined && (
            <Button kind="primary" pending={pending} onClick={() => onAddress(to)}>
              {words.useAddress(to)}
            </Button>
          )}
          {ofAddress.includes(problem.code) && onChangeAddress && (
            <Button onClick={onChangeAddress}>{words.changeAddress}</Button>
          )}
          {ofToken.includes(problem.code) ? (
            <Button icon="external" onClick={() => void command('open', { place: 'home-assistant-token' })}>
              {words.open}
            </Button>
          ) : (
            to === undefined && (
              <Button pending={pending} onClick={onRetry}>
                {commonWords.tryAgain}
              </Button>
            )
          )}
        </>
      }
    />
  );
};

const originOf = (to: unknown): string | undefined =>
  typeof to === 'string' && URL.canParse(to) ? new URL(to).origin : undefined;

/** The certificate that the server shows, for the question whether it is the right one. */
const Certificate = ({ problem, pending, onTrust, onRetry }: ConnectProblemProps): JSX.Element => {
  const { fingerprint } = problem.facts;
  const choose = async (): Promise<void> => {
    const chosen = await command('setup.choose-ca-file', {});
    if (chosen.ok && chosen.value !== null) onTrust({ caFile: chosen.value });
  };
  return (
    <div class="stack-small">
      <ProblemCard
        problem={problem}
        tone="warn"
        alert
        actions={
          <>
            {typeof fingerprint === 'string' && (
              <Button pending={pending} onClick={() => onTrust({ acceptFingerprint: fingerprint })}>
                {certificateWords.accept}
              </Button>
            )}
            <Button icon="folder" onClick={() => void choose()}>
              {certificateWords.chooseFile}
            </Button>
            <Button kind="quiet" pending={pending} onClick={onRetry}>
              {commonWords.tryAgain}
            </Button>
          </>
        }
      />
      {typeof fingerprint === 'string' && <CertificateFacts facts={problem.facts} fingerprint={fingerprint} />}
    </div>
  );
};

interface CertificateFactsProps {
  readonly facts: WindowProblem['facts'];
  readonly fingerprint: string;
}

const CertificateFacts = ({ facts, fingerprint }: CertificateFactsProps): JSX.Element => {
  const of = (name: string): string => {
    const value = facts[name];
    return typeof value === 'string' && value !== '' ? value : certificateWords.unknown;
  };
  return (
    <div class="card">
      <FactList>
        <FactLine name={certificateWords.subject}>{of('subject')}</FactLine>
        <FactLine name={certificateWords.issuer}>{of('issuer')}</FactLine>
        <FactLine name={certificateWords.validTo}>{formatDate(of('validTo'), now.value) || of('validTo')}</FactLine>
        <FactLine name={certificateWords.fingerprint}>
          <span class="mono selectable">
            {fingerprint.split(':').map((byte, index) => (
              // Lines end between bytes, and what is copied has nothing but them.
              <Fragment key={index}>
                {index > 0 && (
                  <>
                    :<wbr />
                  </>
                )}
                {byte}
              </Fragment>
            ))}
          </span>
        </FactLine>
      </FactList>
      <p class="quiet small">{certificateWords.acceptNote}</p>
    </div>
  );
};

/** Names and values under each other. */
export const FactList = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <dl class="fact-list">{children}</dl>
);

interface FactLineProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

export const FactLine = ({ name, children }: FactLineProps): JSX.Element => (
  <div class="fact-line">
    <dt class="quiet">{name}</dt>
    <dd>{children}</dd>
  </div>
);
