import type { ReactNode } from 'react';
import { focusFirstWrong } from './focus.ts';

/** A form that its screen checks and sends; what is wrong gets the focus. */
export function Form({
  onSubmit,
  className = 'form',
  children,
}: {
  readonly onSubmit: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
        focusFirstWrong(event.currentTarget);
      }}
    >
      {children}
    </form>
  );
}
