//! The three ways in which a contact is worked.

/// How a contact takes up the person who has it. The channels of the house fold into these: what is spoken, what is
/// typed while somebody looks on, and what waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    Phone,
    Chat,
    Email,
}

impl Channel {
    pub const ALL: [Self; 3] = [Self::Phone, Self::Chat, Self::Email];

    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Chat => "chat",
            Self::Email => "email",
        }
    }

    /// Whether somebody waits there, and leaves when it takes too long.
    pub fn is_live(self) -> bool {
        match self {
            Self::Phone | Self::Chat => true,
            Self::Email => false,
        }
    }

    #[inline]
    pub fn place(self) -> usize {
        self as usize
    }

    #[inline]
    pub fn bit(self) -> u8 {
        1 << self.place()
    }
}
