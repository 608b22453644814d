import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { focusHeading } from './focus.ts';
import { Cross } from './icons.tsx';

const SHOWN_MS = 6_000;
/** An action takes longer to read, decide on and reach. */
const WITH_ACTION_MS = 10_000;

export interface Toast {
  /** What has happened, in a few words: "Key revoked". */
  readonly text: string;
  /** What can be done about it: "Undo". Afterwards the focus is on the screen's heading. */
  readonly action?: { readonly label: string; readonly onPress: () => void } | undefined;
}

interface Toaster {
  /** Shows and announces it; it replaces the one before. */
  show(toast: Toast): void;
}

const ToastContext = createContext<Toaster | undefined>(undefined);

export function useToast(): Toaster {
  const toaster = useContext(ToastContext);
  if (toaster === undefined) throw new Error('useToast is called outside of <ToastRegion>.');
  return toaster;
}

/** Mounted once by the frame, around everything that may show a toast. */
export function ToastRegion({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<Toast>();
  const close = useCallback(() => setShown(undefined), []);
  // Created once, so that a toast doesn't render everything else again.
  const [toaster] = useState<Toaster>(() => ({
    show: (toast) => setShown({ text: toast.text, action: toast.action }),
  }));
  return (
    <ToastContext value={toaster}>
      {children}
      {/* It is there before it is filled: screen readers announce what changes, not what appears. */}
      <div className="toasts" role="status">
        {shown !== undefined && <Shown onClose={close} toast={shown} />}
      </div>
    </ToastContext>
  );
}

function Shown({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }) {
  const { actions } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const [held, hold] = useState(false);
  const { action } = toast;
  // The toast is a dependency because each one has its own timer.
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onClose, toast.action === undefined ? SHOWN_MS : WITH_ACTION_MS);
    return () => clearTimeout(timer);
  }, [held, onClose, toast]);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      // An open dialog or menu handles Escape itself.
      if (event.key === 'Escape' && !event.defaultPrevented) leave();
    };
    const leave = (): void => {
      if (box.current?.contains((box.current.getRootNode() as Document | ShadowRoot).activeElement))
        focusHeading(box.current);
      onClose();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [onClose]);
  const end = (then?: () => void): void => {
    if (box.current) focusHeading(box.current);
    onClose();
    then?.();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only stays open while hovered or focused.
    <div
      className="toast"
      onBlur={() => hold(false)}
      onFocus={() => hold(true)}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      ref={box}
    >
      <span>{toast.text}</span>
      {action && (
        <Button kind="quiet" onClick={() => end(action.onPress)}>
          {action.label}
        </Button>
      )}
      <Button kind="quiet icon" onClick={() => end()}>
        <Cross />
        <span className="hidden-visually">{actions.close}</span>
      </Button>
    </div>
  );
}
