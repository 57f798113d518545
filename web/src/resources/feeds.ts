/** Calendars that programs outside subscribe to. */
import { useQuery } from '@tanstack/react-query';
import { all, api, got, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Feed = Schemas['FeedListView'];
export type NewFeed = Schemas['FeedView'];

const FEEDS = [...keys.calendar, 'feeds'];

/** The calendars that can be read from outside: one's own, or all of them. */
export const useFeeds = () =>
  useQuery({ queryKey: FEEDS, queryFn: () => all((after) => got(api.GET('/api/calendar-feeds', { params: { query: { limit: 200, after } } }))) });

/** Share a calendar; the answer holds its address, this once. */
export const useAddFeed = () => useAction((body: Schemas['NewFeed'], key) => got(api.POST('/api/calendar-feeds', { body, headers: once(key) })), [FEEDS]);

/** Have a calendar's address be worth nothing from now on. */
export const useRevokeFeed = () =>
  useAction((feed_id: string) => got(api.DELETE('/api/calendar-feeds/{feed_id}', { params: { path: { feed_id } } })), [FEEDS]);
