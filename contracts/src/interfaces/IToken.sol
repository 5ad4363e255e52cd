// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC5267 } from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title A token as the exchange meets it
/// @notice ERC-20 with its metadata and standard errors, and the EIP-2612 permit with its EIP-712
/// domain. Tokens that lack the optional parts simply do not answer to them.
interface IToken is IERC20Metadata, IERC20Errors, IERC20Permit, IERC5267 { }
