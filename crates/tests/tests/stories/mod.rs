mod roles;
mod town;
mod wire;
