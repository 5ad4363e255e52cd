// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IFaucet } from "./interfaces/IFaucet.sol";
import { ILuxToken } from "./interfaces/ILuxToken.sol";
import { AccessControl } from "@openzeppelin/contracts/access/AccessControl.sol";
import { Address } from "@openzeppelin/contracts/utils/Address.sol";

/// @title Faucet of the local network
/// @dev The deployment creates it on the local network only. The chain id in the constructor is a
/// second fence, against the creation transaction being replayed elsewhere; it cannot be the first
/// one, because a local chain may rehearse the id of the main network.
contract Faucet is IFaucet, AccessControl {
    struct Account {
        uint64 lastDripAt;
        uint32 drips;
    }

    /// @inheritdoc IFaucet
    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");

    /// @inheritdoc IFaucet
    uint256 public immutable NATIVE_AMOUNT;
    /// @inheritdoc IFaucet
    uint64 public immutable COOL_DOWN_SECONDS;
    /// @inheritdoc IFaucet
    uint32 public immutable MAX_DRIPS;

    TokenDrip[] private _tokenDrips;
    mapping(address recipient => Account account) private _accounts;

    constructor(Config memory config) payable {
        if (block.chainid != config.chainId) revert WrongChain(block.chainid, config.chainId);
        NATIVE_AMOUNT = config.nativeAmount;
        COOL_DOWN_SECONDS = config.coolDownSeconds;
        MAX_DRIPS = config.maxDrips;
        for (uint256 i = 0; i < config.tokenDrips.length; ++i) {
            _tokenDrips.push(config.tokenDrips[i]);
        }
        _grantRole(DEFAULT_ADMIN_ROLE, config.admin);
        _grantRole(OPERATOR_ROLE, config.operator);
    }

    /// @inheritdoc IFaucet
    receive() external payable { }

    /// @inheritdoc IFaucet
    function drip(address recipient) external {
        _checkCaller(recipient);
        _checkAvailable(recipient);

        Account storage account = _accounts[recipient];
        account.lastDripAt = uint64(block.timestamp);
        uint32 received = ++account.drips;
        emit Dripped(recipient, msg.sender, received);

        for (uint256 i = 0; i < _tokenDrips.length; ++i) {
            TokenDrip memory tokenDrip = _tokenDrips[i];
            ILuxToken(tokenDrip.token).mint(recipient, tokenDrip.amount);
        }
        Address.sendValue(payable(recipient), NATIVE_AMOUNT);
    }

    /// @inheritdoc IFaucet
    function tokenDrips() external view returns (TokenDrip[] memory) {
        return _tokenDrips;
    }

    /// @inheritdoc IFaucet
    function dripsReceived(address recipient) external view returns (uint256) {
        return _accounts[recipient].drips;
    }

    /// @inheritdoc IFaucet
    function availableAt(address recipient) external view returns (uint256) {
        Account memory account = _accounts[recipient];
        if (account.drips >= MAX_DRIPS) return type(uint256).max;
        return _coolDownEnd(account);
    }

    function _checkCaller(address recipient) private view {
        if (msg.sender != recipient && !hasRole(OPERATOR_ROLE, msg.sender)) {
            revert NotAllowed(msg.sender, recipient);
        }
    }

    function _checkAvailable(address recipient) private view {
        Account memory account = _accounts[recipient];
        if (account.drips >= MAX_DRIPS) revert CapReached(recipient, MAX_DRIPS);
        uint256 coolDownEnd = _coolDownEnd(account);
        if (block.timestamp < coolDownEnd) revert CoolingDown(recipient, coolDownEnd);
        if (address(this).balance < NATIVE_AMOUNT) {
            revert FaucetEmpty(address(this).balance, NATIVE_AMOUNT);
        }
    }

    /// The first drip needs no waiting, even on a chain whose clock starts near zero.
    function _coolDownEnd(Account memory account) private view returns (uint256) {
        return account.drips == 0 ? 0 : uint256(account.lastDripAt) + COOL_DOWN_SECONDS;
    }
}
