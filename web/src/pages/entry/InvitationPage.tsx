/** Accepting an invitation. */
import { useAcceptInvitation } from '@/resources/me.ts';
import { t } from '@/words';
import { ChoosePassword } from './ChoosePassword.tsx';

export default function InvitationPage() {
  return (
    <ChoosePassword
      title={t('session.invitation_title')}
      missing={t('session.invitation_missing')}
      done={t('session.invitation_done')}
      choose={useAcceptInvitation()}
    />
  );
}
