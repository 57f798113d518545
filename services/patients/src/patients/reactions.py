"""Door 2: what patients does when something happened elsewhere. So far it only tells, and hears nothing."""

from clinic_common.inbox import Reactions

reactions = Reactions("patients")
