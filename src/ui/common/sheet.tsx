import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import buttonStyles from './button.module.css';
import { useTexts } from './hooks';
import styles from './sheet.module.css';

interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** `sheet` comes from the bottom of a phone, or the side of a larger page; `card` stands in the middle, `wide` too. */
  form: 'sheet' | 'card' | 'wide';
  children: ReactNode;
}

/** A panel over the page, closed by its button, Escape, or a click beside it. */
export function Sheet({ open, onClose, title, form, children }: SheetProps) {
  const { t } = useTexts();
  return (
    <Dialog.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop!} />
        <Dialog.Popup className={`${styles.popup} ${form === 'wide' ? `${styles.card} ${styles.wide}` : styles[form]}`}>
          <div className={styles.head}>
            <Dialog.Title className={styles.title!}>{title}</Dialog.Title>
            {/* Without a tooltip: it would open with the focus, and Escape would close it in place of the panel. */}
            <Dialog.Close className={buttonStyles.icon!} aria-label={t('action.close')}>
              <X size={18} aria-hidden />
            </Dialog.Close>
          </div>
          <div className={styles.body}>{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
