import { ArrowLeft, ArrowRight, Download, Trash2, Upload } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { writePins } from '../../core/pins';
import type { Pin } from '../../core/pins';
import { explore, session } from '../../state/app';
import { dismissCode } from '../../state/notices';
import { addPin, addToSlot, fits, importPins, isFull, movePin, removePin, renamePin, sameLatent, showPin } from '../../state/explore-pins';
import type { MergedPins } from '../../state/explore-pins';
import { listToFill } from '../../state/explore-settings';
import type { SlotName } from '../../state/latents';
import type { TextKey } from '../../i18n/text';
import { ActionButton } from '../common/action-button';
import { IconButton } from '../common/button';
import { useLatents, useTexts } from '../common/hooks';
import { saveFile } from './save-file';
import { draggable, droppable } from './drag';
import { useExplore, useRendered } from './hooks';
import styles from './pin-shelf.module.css';
import { Tiles } from './tiles';

/** Side of a pin's picture in CSS pixels. */
const SIDE = 48;

/** What each list is called. */
const LISTS: Record<SlotName, TextKey> = {
  stops: 'walk.stops',
  a: 'arithmetic.a',
  b: 'arithmetic.b',
  c: 'arithmetic.c',
  start: 'direction.start',
  end: 'direction.end',
  corners: 'plane.corners',
};

/** The pins in a row: dragged from and to every tool, put in order, named, and kept as a file. */
export function PinShelf() {
  const { t } = useTexts();
  const pins = useLatents((state) => state.pins);
  const zSize = useLatents((state) => state.prior.zSize);
  const z = useLatents((state) => state.z);
  const [chosen, setChosen] = useState<string | null>(null);
  const [stop, setStop] = useState(0);
  const drawn = useMemo(() => pins.filter((pin) => fits(pin, zSize)), [pins, zSize]);
  const latents = useMemo(() => drawn.map(({ z }) => z), [drawn]);
  const slot = useRendered('pins', latents);
  const wanted = useExplore(listToFill);
  const full = useLatents(({ slots }) => wanted !== null && isFull(wanted, slots[wanted].length));
  const list = full ? null : wanted;
  const row = useNewestInSight(pins.length);
  const current = list ? undefined : pins.find(({ id }) => id === chosen);
  const labelOf = ({ name }: Pin) => (list ? t('pins.addOne', { name, list: t(LISTS[list]) }) : t('pins.one', { name }));
  return (
    <section
      className={styles.shelf}
      aria-label={t('pins.title')}
      data-testid="pins"
      data-filling={(list !== null && pins.length > 0) || undefined}
      {...droppable((dragged) => dragged.pin === undefined && addPin(session.latents, dragged.z, dragged.name))}
    >
      <div className={styles.head}>
        <h2>{t('pins.title')}</h2>
        <ActionButton id="pin" form="icon" />
      </div>
      {pins.length === 0 ? (
        <p className={styles.empty}>{t('pins.empty')}</p>
      ) : (
        <ul ref={row} className={styles.pins}>
          {pins.map((pin, index) => (
            <li key={pin.id} {...droppable((dragged) => moveOrAdd(dragged.pin, dragged.z, dragged.name, index))}>
              <button
                type="button"
                tabIndex={index === Math.min(stop, pins.length - 1) ? 0 : -1}
                onFocus={() => setStop(index)}
                onKeyDown={walkPins}
                aria-pressed={list ? undefined : pin.id === chosen && sameLatent(pin.z, z)}
                aria-label={labelOf(pin)}
                onClick={() => (list ? addTo(list, pin) : choose(pin, setChosen))}
                {...draggable({ name: pin.name, z: pin.z, pin: pin.id })}
              >
                {fits(pin, zSize) ? (
                  <Tiles slot={slot} from={drawn.indexOf(pin)} side={SIDE} />
                ) : (
                  <span className={styles.other}>{t('pins.otherSize', { count: pin.z.length })}</span>
                )}
                <span className={styles.name}>{pin.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {current && <PinTools pin={current} index={pins.indexOf(current)} count={pins.length} />}
      {list && pins.length > 0 && <p className={styles.hint}>{t('pins.adds', { list: t(LISTS[list]) })}</p>}
      <div className={styles.files}>
        <FileTools pins={pins} />
      </div>
    </section>
  );
}

/** A row of pins that scrolls to its end whenever there are more of them: new ones are the last. */
function useNewestInSight(count: number) {
  const row = useRef<HTMLUListElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) row.current?.scrollTo({ left: row.current.scrollWidth });
    before.current = count;
  }, [count]);
  return row;
}

/** Arrow keys go from pin to pin; all of them are one stop of the Tab key. */
function walkPins(event: KeyboardEvent<HTMLElement>): void {
  const item = event.currentTarget.closest('li');
  const next = { ArrowLeft: item?.previousElementSibling, ArrowRight: item?.nextElementSibling }[event.key];
  if (next === undefined) return;
  next?.querySelector('button')?.focus();
  event.preventDefault();
}

function moveOrAdd(pin: string | undefined, z: Float32Array, name: string, index: number): void {
  if (pin === undefined) addPin(session.latents, z, name);
  else movePin(session.latents, pin, index);
}

function addTo(list: SlotName, pin: Pin): void {
  const added = addToSlot(session.latents, list, pin);
  if (!added.ok) explore.tell(added.message);
}

function choose(pin: Pin, setChosen: (id: string) => void): void {
  setChosen(pin.id);
  const shown = showPin(session.latents, pin);
  if (!shown.ok) explore.tell(shown.message);
}

/** What can be done to the chosen pin. */
function PinTools({ pin, index, count }: { pin: Pin; index: number; count: number }) {
  const { t } = useTexts();
  return (
    <span className={styles.chosen}>
      <input
        aria-label={t('pins.name')}
        value={pin.name}
        maxLength={40}
        onChange={(event) => renamePin(session.latents, pin.id, event.target.value)}
      />
      <IconButton
        icon={ArrowLeft}
        label={t('pins.left')}
        inactive={index === 0}
        onClick={() => movePin(session.latents, pin.id, index - 1)}
      />
      <IconButton
        icon={ArrowRight}
        label={t('pins.right')}
        inactive={index === count - 1}
        onClick={() => movePin(session.latents, pin.id, index + 1)}
      />
      <IconButton icon={Trash2} label={t('pins.remove')} onClick={() => removePin(session.latents, pin.id)} />
    </span>
  );
}

function FileTools({ pins }: { pins: readonly Pin[] }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<{ merged: MergedPins; pins: readonly Pin[] } | null>(null);
  const open = async (file: File) => {
    const read = importPins(session.latents, await file.text());
    for (const code of ['pinsNotRead', 'pinsTooMany'] as const) dismissCode(session.store, code);
    if (read.ok) setOpened({ merged: read.value, pins: session.latents.getState().pins });
    else explore.tell(read.message);
  };
  // What came of a file is said until the pins change again.
  const merged = opened?.pins === pins ? opened.merged : null;
  return (
    <>
      <output className={styles.opened} data-testid="pins-opened">
        {merged && t(merged.already > 0 ? 'pins.openedSome' : 'pins.opened', { ...merged })}
      </output>
      <IconButton
        icon={Download}
        label={t('pins.export')}
        inactive={pins.length === 0}
        onClick={() => saveFile(new Blob([writePins(pins)], { type: 'application/json' }), 'pins.json')}
      />
      <IconButton icon={Upload} label={t('pins.import')} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('pins.import')}
        data-testid="pins-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) void open(file);
        }}
      />
    </>
  );
}
