import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { architecture } from '../../core/architecture';
import type { Architecture } from '../../core/architecture';
import { inspect } from '../../state/app';
import type { InspectState } from '../../state/inspect';
import { layerInView } from '../../state/layer-in-view';
import type { LayerInView } from '../../state/layer-in-view';
import type { ModelRequest, Question, Told } from '../../state/live';
import type { Slot } from '../../state/slot';
import { modelInView } from '../../state/store';
import type { Example } from '../../worker/protocol';
import { useApp, useLatents, useSlot } from '../common/hooks';

/** What Look inside is set to; compared shallowly, so a selector may make a new object. */
export function useInspect<T>(select: (state: InspectState) => T): T {
  return useStore(inspect.store, useShallow(select));
}

/**
 * The slot of the newest answer to a question about the model, kept up with training while the component is there;
 * a `still` one is asked once. The question has to be the same object while it asks the same; null asks nothing.
 */
export function useView<N extends ModelRequest>(
  place: string,
  name: N,
  question: Question<N> | null,
  still = false,
): Slot<Told<N> | null> {
  const view = inspect.view(place, name, still);
  const run = useApp((state) => modelInView(state)?.id);
  useEffect(() => {
    if (run !== undefined) view.show(question);
    return () => view.show(null);
  }, [view, question, run]);
  return view.slot;
}

/** Like `useView`, rendered anew with every answer. */
export function useTold<N extends ModelRequest>(place: string, name: N, question: Question<N> | null, still = false) {
  return useSlot(useView(place, name, question, still));
}

/** Both networks and the layer in view; null while there are none. */
export function useLayerInView(): { both: Architecture; view: LayerInView } | null {
  const run = useApp(modelInView);
  const config = useApp((state) => state.applied?.config ?? null);
  const chosen = useApp((state) => state.layer);
  return useMemo(() => {
    const both = run?.architecture ?? (config ? architecture(config) : null);
    return both && { both, view: layerInView(both, chosen) };
  }, [run, config, chosen]);
}

/** What a network is fed at the moment. */
export function useExample(network: LayerInView['network']): Example {
  const z = useLatents((state) => state.z);
  const given = useInspect(({ source, realIndex, picture }) => ({ source, realIndex, picture }));
  return useMemo(() => inspect.example(network, z, given), [network, z, given]);
}
