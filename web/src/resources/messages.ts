/** How the clinic writes to patients: when it reminds, and what its messages say. */
import { useQuery } from '@tanstack/react-query';
import { api, got, ifMatch, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type ReminderRules = Schemas['ReminderRulesView'];
export type Template = Schemas['TemplateView'];
export type TemplateText = Schemas['TextView'];

const RULES = [...keys.messages, 'rules'];
const TEMPLATES = [...keys.messages, 'templates'];

/** When the clinic reminds. */
export const useReminderRules = () => useQuery({ queryKey: RULES, queryFn: () => got(api.GET('/api/reminder-rules')) });

/** Set when the clinic reminds. */
export const useSetReminderRules = () =>
  useAction(
    ({ version, change }: { version: number; change: Schemas['ReminderRulesChange'] }) =>
      got(api.PUT('/api/reminder-rules', { body: change, headers: ifMatch(version) })),
    [RULES],
  );

/** Every kind of message with its texts. */
export const useTemplates = () =>
  useQuery({ queryKey: TEMPLATES, queryFn: async () => (await got(api.GET('/api/message-templates'))).items });

/** Give a message the clinic's own texts. */
export const useSetTemplate = () =>
  useAction(
    ({ name, version, texts }: { name: string; version: number; texts: Record<string, Schemas['TextBody']> }) =>
      got(api.PUT('/api/message-templates/{name}', { params: { path: { name } }, body: { texts }, headers: ifMatch(version) })),
    [TEMPLATES],
  );

export type ContactPreferences = Schemas['ContactPreferencesView'];

const preferencesOf = (patient_id: string) => [...keys.messages, 'preferences', patient_id];

/** How a patient wants to be written to. */
export const useContactPreferences = (patient_id: string) =>
  useQuery({
    queryKey: preferencesOf(patient_id),
    queryFn: () => got(api.GET('/api/patients/{patient_id}/contact-preferences', { params: { path: { patient_id } } })),
  });

/** Note how a patient wants to be written to. */
export const useSetContactPreferences = (patient_id: string) =>
  useAction(
    ({ version, change }: { version: number; change: Schemas['ContactPreferencesChange'] }) =>
      got(api.PUT('/api/patients/{patient_id}/contact-preferences', { params: { path: { patient_id } }, body: change, headers: ifMatch(version) })),
    [preferencesOf(patient_id)],
  );
