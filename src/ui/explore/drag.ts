import type { DragEvent } from 'react';
import { formatLatent, parseLatent } from '../../core/pins';

const TYPE = 'application/x-dcgan-latent';

/** A latent on its way from one place on the page to another. */
export interface Dragged {
  name: string;
  z: Float32Array;
  /** The pin that it is, where it is one. */
  pin?: string;
}

/** What makes an element something that its latent can be dragged from; as text, it is the z's numbers. */
export function draggable({ name, z, pin }: Dragged) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      const text = formatLatent(z);
      event.dataTransfer.setData(TYPE, JSON.stringify({ name, pin, size: z.length, text }));
      event.dataTransfer.setData('text/plain', text);
      event.dataTransfer.effectAllowed = 'copyMove';
    },
  };
}

/** What makes an element take latents that are dropped on it. */
export function droppable(take: (dragged: Dragged) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(TYPE)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const dragged = read(event.dataTransfer.getData(TYPE));
      if (!dragged) return;
      event.preventDefault();
      event.stopPropagation();
      take(dragged);
    },
  };
}

function read(data: string): Dragged | null {
  if (data === '') return null;
  const { name, pin, size, text } = JSON.parse(data) as { name: string; pin?: string; size: number; text: string };
  const z = parseLatent(text, size);
  return z.ok ? { name, pin, z: z.value } : null;
}
