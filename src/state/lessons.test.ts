import { beforeEach, describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { EMPTY_LESSON, isOpen, openView, parseLesson, ruleOf, shownViews } from './lesson';
import type { Lesson } from './lesson';
import { Lessons } from './lessons';
import type { Memory } from './preferences';
import { createAppStore, VIEWS } from './store';

const LESSON: Lesson = {
  title: 'What noise becomes',
  text: 'Look at **z**.',
  steps: ['one', 'two', 'three'],
  rules: { 'view:explore': 'hidden', 'view:inspect': 'locked', 'setting:seed': 'locked' },
};

describe('parseLesson', () => {
  it('takes what it knows and leaves the rest', () => {
    expect(parseLesson({ ...LESSON, future: 1, rules: { ...LESSON.rules, 'action:reset': 'glowing' } })).toEqual(LESSON);
    expect(parseLesson({})).toEqual(EMPTY_LESSON);
  });

  it.each([null, 'text', 7, { steps: 'one' }, { title: 1 }, { text: {} }, { rules: 'all' }])('gives null for %j', (value) => {
    expect(parseLesson(value)).toBeNull();
  });
});

describe('rules', () => {
  it('hide and lock what they name, and nothing else', () => {
    const state = { lesson: LESSON };
    expect(ruleOf(state, 'setting:seed')).toBe('locked');
    expect(ruleOf(state, 'setting:kernel')).toBeNull();
    expect(ruleOf(state, 'constructor')).toBeNull();
    expect(ruleOf({ lesson: null }, 'setting:seed')).toBeNull();
    expect(shownViews(state)).toEqual(VIEWS.filter((view) => view !== 'explore'));
    expect(isOpen(state, 'inspect')).toBe(false);
    expect(openView(state, 'inspect')).toBe('train');
    expect(openView(state, 'data')).toBe('data');
  });

  it('leave every view where they hide them all', () => {
    const rules = Object.fromEntries(VIEWS.map((view) => [`view:${view}`, 'hidden' as const]));
    const state = { lesson: { ...LESSON, rules } };
    expect(shownViews(state)).toEqual(VIEWS);
    expect(openView(state, 'data')).toBe('data');
  });
});

describe('Lessons', () => {
  let app: ReturnType<typeof createAppStore>;
  let kept: Map<string, string>;
  let memory: Memory;
  let lessons: Lessons;

  beforeEach(() => {
    app = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
    kept = new Map();
    memory = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
    lessons = new Lessons(app, memory);
  });

  it('lead back from a view that the lesson keeps, by whatever door', () => {
    app.setState({ view: 'explore' });
    app.setState({ lesson: LESSON });
    expect(app.getState().view).toBe('train');
    app.setState({ view: 'inspect', layer: { network: 'generator', name: 'g1' } });
    expect(app.getState().view).toBe('train');
    app.setState({ view: 'data' });
    expect(app.getState().view).toBe('data');
    lessons.leave();
    app.setState({ view: 'explore' });
    expect(app.getState().view).toBe('explore');
  });

  it('remember how far the learner is, for this lesson alone', () => {
    app.setState({ lesson: LESSON });
    lessons.goTo(2);
    const later = new Lessons(app, memory);
    app.setState({ lesson: null });
    app.setState({ lesson: { ...LESSON } });
    expect(later.store.getState().at).toBe(2);
    app.setState({ lesson: { ...LESSON, text: 'another' } });
    expect(later.store.getState().at).toBe(0);
    later.goTo(99);
    expect(later.store.getState().at).toBe(3);
  });

  it.each(['{', '7', '{"lesson":1}', '{"lesson":1,"at":"x"}'])('begin anew with a memory of %s', (text) => {
    kept.set('dcgan-playground.lesson', text);
    app.setState({ lesson: LESSON });
    expect(lessons.store.getState().at).toBe(0);
  });

  it('go on without a memory', () => {
    const blocked: Memory = {
      getItem: () => {
        throw new Error('blocked');
      },
      setItem: () => {
        throw new Error('blocked');
      },
    };
    lessons = new Lessons(app, blocked);
    app.setState({ lesson: LESSON });
    lessons.goTo(1);
    expect(lessons.store.getState().at).toBe(1);
  });

  it('are written from the one in force, and tried', () => {
    app.setState({ lesson: LESSON });
    lessons.edit();
    expect(app.getState().dialog).toBe('lesson');
    lessons.write({ title: 'Mine' });
    lessons.rule('setting:seed', null);
    lessons.rule('action:reset', 'hidden');
    lessons.try();
    lessons.write({ title: 'Changed' });
    lessons.beginAnew();
    expect(lessons.store.getState().draft).toBe(app.getState().lesson);
    expect(app.getState()).toMatchObject({ dialog: null, lesson: { title: 'Mine', text: LESSON.text } });
    expect(app.getState().lesson!.rules).toEqual({ 'view:explore': 'hidden', 'view:inspect': 'locked', 'action:reset': 'hidden' });
  });

  it('are a plan until their words are changed, and remember how far a learner is in whatever language', () => {
    app.setState({ lesson: { ...LESSON, plan: 'theGame' } });
    lessons.goTo(2);
    lessons.edit();
    lessons.rule('action:reset', 'hidden');
    expect(lessons.store.getState().draft.plan).toBe('theGame');
    lessons.write({ steps: ['mine'] });
    expect(lessons.store.getState().draft).not.toHaveProperty('plan');
    app.setState({ lesson: null });
    app.setState({ lesson: { ...LESSON, title: '잡음', plan: 'theGame' } });
    expect(lessons.store.getState().at).toBe(2);
  });

  it('outlive the page while they are written', () => {
    lessons.write({ title: 'Mine', steps: ['one'] });
    lessons.rule('action:reset', 'hidden');
    const later = new Lessons(app, memory);
    expect(later.store.getState().draft).toEqual({ title: 'Mine', text: '', steps: ['one'], rules: { 'action:reset': 'hidden' } });
    app.setState({ lesson: LESSON });
    later.edit();
    expect(later.store.getState().draft.title).toBe('Mine');
    later.beginAnew();
    expect(new Lessons(app, memory).store.getState().draft).toEqual(LESSON);
    kept.set('dcgan-playground.lesson-draft', '{"title":7}');
    expect(new Lessons(app, memory).store.getState().draft).toEqual(EMPTY_LESSON);
  });
});
