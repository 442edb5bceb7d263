import { Pin as PinIcon, Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import type { KeyboardEvent } from 'react';
import type { Pin } from '../../core/pins';
import { explore, session } from '../../state/app';
import { addToSlot, fits, isFull, moveInSlot, removeFromSlot } from '../../state/explore-pins';
import type { NamedLatent } from '../../state/explore-pins';
import { listToFill } from '../../state/explore-settings';
import type { SlotName } from '../../state/latents';
import { IconButton } from '../common/button';
import { useLatents, useTexts } from '../common/hooks';
import { draggable, droppable } from './drag';
import { useExplore, useRendered } from './hooks';
import styles from './latent-list.module.css';
import { Tiles } from './tiles';

/** Side of a picture in a list in CSS pixels. */
const SIDE = 48;

interface LatentListProps {
  slot: SlotName;
  title: string;
  /** Whether they stand two in a row, as corners do. */
  paired?: boolean;
  /** Whether each has its name below it, where the places alone do not tell which is which. */
  named?: boolean;
}

/** A tool's list of latents: filled with the z on the sliders, or with pins by clicking or dropping them. */
export function LatentList({ slot, title, paired, named }: LatentListProps) {
  const { t } = useTexts();
  const entries = useLatents((state) => state.slots[slot]);
  const latents = useMemo(() => entries.map(({ z }) => z), [entries]);
  const pictures = useRendered(`list/${slot}`, latents);
  const pinned = useLatents(({ pins, prior }) => pins.some((pin) => fits(pin, prior.zSize)));
  const filled = useExplore(listToFill) === slot;
  const addCurrent = () => {
    const { z, base, origin } = session.latents.getState();
    const unchanged = origin !== null && z.every((value, i) => value === base[i]);
    add({ name: unchanged ? t('list.sample', { n: origin + 1 }) : '', z });
  };
  const add = (entry: NamedLatent) => {
    const added = addToSlot(session.latents, slot, entry);
    if (!added.ok) explore.tell(added.message);
  };
  const keys = (event: KeyboardEvent, { id }: Pin, index: number) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && event.altKey) moveInSlot(session.latents, slot, id, index + step);
    else if (event.key === 'Delete') removeFromSlot(session.latents, slot, id);
    else return;
    event.preventDefault();
  };
  return (
    <section className={styles.list} aria-label={title} data-testid={`list-${slot}`} {...droppable(add)}>
      <h3>{title}</h3>
      <ul data-paired={paired}>
        {entries.map((entry, index) => (
          <li key={entry.id}>
            <button
              type="button"
              className={styles.entry}
              aria-label={t('list.entry', { n: index + 1, name: entry.name || t('latent.own') })}
              title={t('list.keys')}
              onClick={() => session.latents.change({ z: entry.z.slice(), base: entry.z.slice(), origin: null })}
              onKeyDown={(event) => keys(event, entry, index)}
              {...draggable(entry)}
            >
              <Tiles slot={pictures} from={index} side={SIDE} />
              {named && <span className={styles.name}>{entry.name || t('list.unnamed')}</span>}
            </button>
            <IconButton
              icon={X}
              size="small"
              className={styles.remove}
              label={t('list.remove', { n: index + 1 })}
              onClick={() => removeFromSlot(session.latents, slot, entry.id)}
            />
          </li>
        ))}
        {!isFull(slot, entries.length) && (
          <li className={styles.adders}>
            <IconButton icon={Plus} label={t('list.addCurrent', { title })} onClick={addCurrent} />
            {pinned && (
              <IconButton
                icon={PinIcon}
                aria-pressed={filled}
                label={t('list.fill', { title })}
                onClick={() => explore.store.setState({ filling: filled ? 'none' : slot })}
              />
            )}
          </li>
        )}
      </ul>
    </section>
  );
}
