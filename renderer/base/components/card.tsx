import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface CardProps {
  readonly title?: string;
  /** Beside the title. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A group of things that belong together; with a title it is a region of the page. */
export const Card = ({ title, aside, children }: CardProps): JSX.Element => {
  const id = useId();
  if (title === undefined) return <div class="card">{children}</div>;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
};

/** Lines of a card with a rule between them, as settings stand under each other. */
export const Rows = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <div class="rows">{children}</div>
);

interface RowProps {
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Words on the left, what belongs to them on the right. For a control with a label of its own see Switch and Select. */
export const Row = ({ label, hint, children }: RowProps): JSX.Element => (
  <div class="row">
    <div class="row-words">
      <div>{label}</div>
      {hint !== undefined && <div class="quiet small">{hint}</div>}
    </div>
    {children !== undefined && <div class="row-control line">{children}</div>}
  </div>
);
