// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A contract that takes no native coin.
contract RefusingRecipient { }
