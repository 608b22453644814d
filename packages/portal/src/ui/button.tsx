import type { ComponentProps } from 'react';
import { Link } from 'wouter';

export type ButtonKind = 'plain' | 'main' | 'danger' | 'danger main' | 'quiet' | 'quiet icon';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  readonly kind?: ButtonKind;
  /** A call is running: the button keeps its place and the focus, and ignores clicks. */
  readonly busy?: boolean;
}

export function Button({ kind = 'plain', busy = false, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      aria-disabled={busy || undefined}
      className={`button ${kind}`}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      type={type}
    />
  );
}

export function ButtonLink({
  to,
  kind = 'plain',
  children,
}: {
  readonly to: string;
  readonly kind?: ButtonKind;
  readonly children: React.ReactNode;
}) {
  return (
    <Link className={`button ${kind}`} href={to}>
      {children}
    </Link>
  );
}
