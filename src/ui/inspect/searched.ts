import { useMemo } from 'react';
import type { Images } from '../../core/images';
import type { Question } from '../../state/live';
import type { Answer, Example } from '../../worker/protocol';
import { useTold } from './hooks';

/** What a search through training images, or through latents, has found. */
export type Searched = NonNullable<Answer<'topImages'>>;

/** One of the inputs that were searched, as a network is fed it. */
export function searchedExample({ latents, total }: Searched, index: number): Example {
  if (!latents) return { kind: 'real', index };
  const size = latents.length / total;
  return { kind: 'latent', z: latents.slice(index * size, (index + 1) * size) };
}

/** The pictures of searched inputs: training images, or what G makes of latents, by the same weights as their `cause`. */
export function useSearchedImages(
  place: string,
  found: Searched,
  indices: readonly number[],
  cause: Answer<'attribute'> | undefined,
): Images | null | undefined {
  const real = useMemo(() => (found.latents ? null : { indices }), [found, indices]);
  const images = useTold(place, 'realImages', real, true)?.answer;
  return found.latents ? cause?.images : images;
}

/** The newest answer about units of a layer, in pixels; none while only another layer's is there. */
export function useUnits(place: string, question: Question<'attribute'>, still = false): Answer<'attribute'> | undefined {
  const told = useTold(place, 'attribute', question, still);
  const ours = told?.question.network === question.network && told.question.layer === question.layer;
  return ours ? told.answer : undefined;
}
